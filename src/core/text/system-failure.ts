const words: { readonly [code: string]: string } = {
  ENOENT: "there is no such file or folder",
  EACCES: "this user may not",
  EPERM: "this user may not",
  EROFS: "it can only be read",
  ENOSPC: "no space is left",
  EDQUOT: "no space is left",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a file of that name is in the way",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "too many files are open",
  EIO: "the disk fails",
};

/** What the operating system says of a file; undefined for anything else. */
export function systemFailure(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  const why = words[String(error.code)];
  if (why === undefined) return undefined;
  return `${"path" in error && typeof error.path === "string" ? error.path : "A file"}: ${why}.`;
}
