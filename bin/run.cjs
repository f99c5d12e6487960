// Runs a TypeScript file of this repository on the Node that it pins.
"use strict";
var path = require("node:path");
var fs = require("node:fs");
var child = require("node:child_process");

function pinned() {
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  try {
    var manifest = require.resolve("node-" + process.platform + "-" + process.arch + "/package.json");
    var node = path.join(path.dirname(manifest), "bin", "node");
    if (fs.existsSync(node)) return node;
  } catch (error) {
    // said below
  }
  console.error("Node 24 is needed. `npm ci` brings it on Linux; elsewhere install Node 24.");
  process.exit(5);
}

var node = pinned();
var environment = Object.assign({}, process.env);
// What the scripts start by name (vitest, tsc …) must be this repository's, on this Node.
environment.PATH = [path.dirname(node), path.join(__dirname, "..", "node_modules", ".bin"), process.env.PATH].join(path.delimiter);
var done = child.spawnSync(node, process.argv.slice(2), { stdio: "inherit", env: environment });
process.exit(done.status === null ? 70 : done.status);
