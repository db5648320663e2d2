// Runs on any Node from 20 on, so that a machine without the packaged Node is told what it lacks in one sentence.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(
    `Standdown needs Node 24, and this is ${process.versions.node}: there is no packaged Node for ${process.platform}-${process.arch}, so install Node 24 and put it first on the path.\n`,
  );
  process.exit(1);
}
