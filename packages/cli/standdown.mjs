#!/usr/bin/env node
// Runs on any Node from 20 on: where this one is older than 24, the packaged Node 24 takes over.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const NEEDED_MAJOR = 24;

if (Number(process.versions.node.split(".")[0]) >= NEEDED_MAJOR) {
  await import("./main.ts");
} else {
  const node = packagedNode();
  if (node === null) {
    process.stderr.write(
      `standdown needs Node ${NEEDED_MAJOR}, and this is ${process.versions.node}: there is no packaged Node for ${process.platform}-${process.arch}, so install Node ${NEEDED_MAJOR} and put it first on the path.\n`,
    );
    process.exitCode = 1;
  } else {
    handOver(node);
  }
}

function packagedNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const binary = process.platform === "win32" ? "node.exe" : "node";
  try {
    const require = createRequire(import.meta.url);
    return require.resolve(`node-${platform}-${process.arch}/bin/${binary}`);
  } catch {
    return null;
  }
}

function handOver(node) {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  // In a process group of its own, so that a Ctrl-C reaches it once: through here, as every other signal does.
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit", detached: true });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGWINCH"];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.once("error", (error) => {
    process.stderr.write(`standdown could not start Node ${NEEDED_MAJOR}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.once("exit", (code, signal) => {
    for (const forwarded of signals) process.removeAllListeners(forwarded);
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
  });
}
