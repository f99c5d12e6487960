/** Deprecated by the Lambda Developer Guide, "Runtimes", as of November 2026. */
export const deprecatedRuntimes: ReadonlySet<string> = new Set([
  "python2.7", "python3.6", "python3.7", "python3.8", "python3.9",
  "nodejs", "nodejs4.3", "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x", "nodejs16.x", "nodejs18.x", "nodejs20.x",
  "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "dotnet5.0", "dotnet6", "dotnet7",
  "java8", "go1.x", "ruby2.5", "ruby2.7", "ruby3.2", "provided",
]);
