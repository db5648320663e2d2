import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";

/** One step of the schema, as it lies in the folder `migrations`. */
export type Migration = {
  readonly version: number;
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
};

const FOLDER = new URL("../migrations/", import.meta.url);
const FILE_NAME = /^(\d{4})_([a-z_]+)\.sql$/;

/** All migrations in order. Throws where a number is missing, double or not one. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(FOLDER)).toSorted();
  return await Promise.all(
    names.map(async (fileName, at) => {
      const [, version, name] = FILE_NAME.exec(fileName) ?? [];
      if (name === undefined || Number(version) !== at + 1) {
        throw new Error(
          `migration ${fileName} should be number ${at + 1}: 0001_name.sql, 0002_name.sql, ...`,
        );
      }
      const text = await readFile(new URL(fileName, FOLDER), "utf8");
      const sha256 = createHash("sha256").update(text).digest("hex");
      return { version: at + 1, name, text, sha256 };
    }),
  );
}
