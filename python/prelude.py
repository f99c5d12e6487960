"""Runs one script inside a sandbox, with boto3's way out led through the broker's streams.

It is started before there is a script: it imports boto3, reads the large service models, says `ready` and waits on standard input
for one job: a line of JSON (`bytes`, `region`, `limits`) and then that many bytes of Python. It runs them as `__main__` and
ends the process. Nothing in here guards anything: the guards are the sandbox around it and the broker behind the stream.

    python3 -I -B -X utf8 prelude.py <path of the broker's socket>
"""

import sys

READY = b"ready\n"
SCRIPT = "script.py"
# Worthless by design: the broker signs with credentials that never come here.
ACCESS_KEY = "NEPHOSCOPESANDBOXKEY"
SECRET_KEY = "this-key-opens-nothing-the-broker-signs"
# Read ahead because they are large (EC2) or because most scripts begin with them; the others load in a few ms when asked for.
PRELOADED = ("ec2", "iam", "s3", "sts", "lambda", "elbv2")


def prepare_environment():
    """Settings that boto3 reads when a script makes its first client."""
    import os

    os.environ.update(
        AWS_ACCESS_KEY_ID=ACCESS_KEY,
        AWS_SECRET_ACCESS_KEY=SECRET_KEY,
        AWS_EC2_METADATA_DISABLED="true",
        AWS_STS_REGIONAL_ENDPOINTS="regional",
        AWS_SHARED_CREDENTIALS_FILE="/dev/null",
        AWS_CONFIG_FILE="/dev/null",
        # The broker retries; a second layer would only multiply the waiting.
        AWS_MAX_ATTEMPTS="1",
        AWS_DEFAULT_REGION="us-east-1",
    )


def connects_to(path):
    """Gives a function that opens a stream to the broker's socket."""
    import socket

    def connect():
        stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            stream.settimeout(5)
            stream.connect(path)
        except OSError:
            stream.close()
            raise
        return stream

    return connect


def lead_requests_through(connect):
    """Makes botocore speak HTTP over such streams. URLs, Host headers and signatures stay those of the real endpoints."""
    from urllib.parse import urlsplit

    import urllib3.connection
    import urllib3.connectionpool
    import urllib3.exceptions
    from botocore import exceptions, httpsession
    from botocore.awsrequest import AWSConnection, AWSResponse
    from urllib3.util import Retry

    class Connection(AWSConnection, urllib3.connection.HTTPConnection):
        def _new_conn(self):
            try:
                stream = connect()
                stream.settimeout(self.timeout if isinstance(self.timeout, int | float) else None)
            except OSError as error:
                raise urllib3.exceptions.NewConnectionError(self, f"the broker does not answer: {error}") from error
            return stream

    class Pool(urllib3.connectionpool.HTTPConnectionPool):
        ConnectionCls = Connection

    def target_of(url):
        parts = urlsplit(url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def send(self, request):
        pool = getattr(self, "_broker_pool", None)
        if pool is None:
            size = max(1, self._max_pool_connections or 1)
            pool = self._broker_pool = Pool("broker", maxsize=size, timeout=self._timeout)
        headers = request.headers
        if "Host" not in headers:
            headers["Host"] = urlsplit(request.url).netloc
        try:
            raw = pool.urlopen(
                method=request.method,
                url=target_of(request.url),
                body=request.body,
                headers=headers,
                retries=Retry(False),
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
                chunked=self._chunked(headers),
                enforce_content_length=False,
            )
            response = AWSResponse(request.url, raw.status, raw.headers, raw)
            if not request.stream_output:
                response.content  # noqa: B018  (reads the body, as botocore's own send does)
            return response
        except urllib3.exceptions.NewConnectionError as error:
            raise exceptions.EndpointConnectionError(endpoint_url=request.url, error=error) from error
        except urllib3.exceptions.ReadTimeoutError as error:
            raise exceptions.ReadTimeoutError(endpoint_url=request.url, error=error) from error
        except urllib3.exceptions.ProtocolError as error:
            raise exceptions.ConnectionClosedError(error=error, request=request, endpoint_url=request.url) from error
        except Exception as error:
            raise exceptions.HTTPClientError(error=error) from error

    httpsession.URLLib3Session.send = send
    # No TLS is spoken in here, and making a context for each client takes longer than a call.
    httpsession.URLLib3Session._get_ssl_context = lambda self: None


def preload():
    """Imports boto3 and lets every session share one loader that has already read the large models."""
    import json

    import boto3.session
    import botocore.session
    from botocore.loaders import JSONFileLoader, create_loader

    def load_file(self, path, opened):
        try:
            with opened(path, "rb") as file:
                return json.loads(file.read())
        except FileNotFoundError:
            return None

    # Dictionaries keep their order: botocore's own reading into OrderedDict takes three times as long.
    JSONFileLoader._load_file = load_file
    loader = create_loader()

    def register_data_loader(self):
        self._components.register_component("data_loader", loader)

    botocore.session.Session._register_data_loader = register_data_loader
    session = boto3.session.Session()
    for service in PRELOADED:
        # A client that is thrown away imports what boto3 imports late and fills the loader's cache.
        session.client(service)


def read_job():
    """One job from standard input, which is empty afterwards."""
    import json
    import os

    with os.fdopen(os.dup(0), "rb") as stream:
        line = stream.readline()
        if not line:
            os._exit(0)  # The host ended without a job for us.
        job = json.loads(line)
        code = stream.read(job["bytes"])
    if job.get("packages"):
        # Behind everything that ships: nothing in there can take the place of boto3 or of Python's own modules.
        sys.path.append(f"{sys.prefix}/layers/{job['packages']}")
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    if len(code) != job["bytes"]:
        os._exit(0)
    return code, job["region"], job["limits"]


def limit_resources(limits):
    """Bounds what the script and its children may use; neither can raise them again."""
    import math
    import resource
    import threading

    def bound(what, soft, hard=None):
        most = resource.getrlimit(what)[1]
        hard = soft if hard is None else hard
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        resource.setrlimit(what, (soft, hard))

    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(usage.ru_utime + usage.ru_stime + limits["seconds"])
    bound(resource.RLIMIT_AS, limits["memoryBytes"])
    if "processes" in limits:
        bound(resource.RLIMIT_NPROC, limits["processes"])
    bound(resource.RLIMIT_FSIZE, limits["fileBytes"])
    bound(resource.RLIMIT_CPU, seconds, seconds + 1)
    bound(resource.RLIMIT_NOFILE, 256)
    bound(resource.RLIMIT_CORE, 0)
    # Threads get 1 MiB of stack each, so that many of them fit into the address space.
    threading.stack_size(1024 * 1024)


def run(code):
    """Runs the script as `__main__` and gives its exit code; a traceback shows the script's own frames and lines."""
    import linecache
    import sys
    import types

    text = code.decode("utf-8", "replace")
    linecache.cache[SCRIPT] = (len(text), None, text.splitlines(keepends=True), SCRIPT)
    module = types.ModuleType("__main__")
    module.__dict__.update(__file__=SCRIPT, __builtins__=__builtins__)
    sys.modules["__main__"] = module
    sys.argv = [SCRIPT]
    try:
        exec(compile(code, SCRIPT, "exec", dont_inherit=True), module.__dict__)  # noqa: S102  (this is what the sandbox is for)
    except SystemExit as stop:
        return exit_code(stop.code)
    except BaseException as error:  # noqa: BLE001  (an interpreter reports every one of them)
        show(error)
        return 1
    return 0


def exit_code(code):
    """What `sys.exit(code)` means, as the interpreter has it."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


def show(error):
    """Prints the traceback without this file's frames."""
    import traceback

    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    if sys.excepthook is not sys.__excepthook__:
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        return
    traceback.print_exception(type(error), error, trace)


def finish(code):
    """Does what an interpreter does at its end, in order, and skips the slow taking apart."""
    import atexit
    import os
    import threading

    try:
        threading._shutdown()
        atexit._run_exitfuncs()
    except BaseException as error:  # noqa: BLE001
        show(error)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            pass
    os._exit(code)


def main(connect=None):
    """Waits for one job and runs it. `connect` opens a stream to the broker; without it, the socket that the arguments name is used."""
    import gc
    import os

    # What is read here stays to the end: to look for garbage on the way would take a third of the start.
    gc.disable()
    prepare_environment()
    lead_requests_through(connect or connects_to(sys.argv[1]))
    preload()
    gc.freeze()
    gc.enable()
    os.write(1, READY)
    code, region, limits = read_job()
    os.environ["AWS_DEFAULT_REGION"] = os.environ["AWS_REGION"] = region
    limit_resources(limits)
    finish(run(code))


if __name__ == "__main__":
    main()
