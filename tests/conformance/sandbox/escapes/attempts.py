# Tries them all.


def attempt(function):
    """Runs one way in a child, so that none stands in the way of the next."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(30)
        try:
            led_out = function()
            answer = {"out": bool(led_out), "saw": repr(led_out)[:200]}
        except BaseException as error:
            answer = {"out": False, "saw": repr(error)[:200]}
        os.write(writer, json.dumps(answer).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        text = stream.read()
    status = os.waitpid(child, 0)[1]
    return json.loads(text) if text else {"out": False, "saw": f"ended with status {status}"}


print(json.dumps({name: attempt(function) for name, function in WAYS.items()}))
