import type { Principal, TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import { BATCH_SIZE, readBatch, worstProblem } from "../reading/batch.ts";
import { whereOneOf, withQuery } from "../reading/filter.ts";
import { collect, pagesFrom } from "../reading/paging.ts";
import {
  isKnownKind,
  PRINCIPAL_KINDS,
  PRINCIPAL_ROWS,
  readDirectoryObject,
  type KnownKind,
} from "./principal-rows.ts";

/** How many ids `getByIds` takes, and how many values an `in` filter of directory objects takes. */
const IDS_PER_CALL = 1000;
const IDS_PER_FILTER = 15;

/**
 * The principals that the directory knows of these ids, any number; those that it does not know are left out.
 * `POST /directoryObjects/getByIds` tells what kind each one is, and `$batch` reads the properties by kind, for
 * `getByIds` does not answer all of them.
 */
export async function readPrincipals(
  client: GraphClient,
  ids: readonly string[],
): Promise<TenantAnswer<readonly Principal[]>> {
  const found: Principal[] = [];
  let requestId: string | null = null;
  for (const some of chunks([...new Set(ids)], IDS_PER_CALL)) {
    const objects = await readKinds(client, some);
    if (!objects.ok) return objects;
    const detailed = await readDetails(client, objects.value);
    if (!detailed.ok) return detailed;
    found.push(...detailed.value);
    ({ requestId } = detailed);
  }
  return { ok: true, value: found, requestId };
}

async function readKinds(
  client: GraphClient,
  ids: readonly string[],
): Promise<TenantAnswer<readonly Principal[]>> {
  const target = "/directoryObjects/getByIds";
  const first = await client.send({ method: "POST", target, body: { ids }, effect: "read" });
  return await collect(pagesFrom(client, first, readDirectoryObject));
}

type Question = { readonly kind: KnownKind; readonly path: string };

async function readDetails(
  client: GraphClient,
  objects: readonly Principal[],
): Promise<TenantAnswer<readonly Principal[]>> {
  const found = objects.filter(({ type }) => type === "unknown");
  let requestId: string | null = null;
  for (const questions of chunks(questionsFor(objects), BATCH_SIZE)) {
    const batch = await readBatch(
      client,
      questions.map(({ path }) => path),
    );
    if (!batch.ok) return batch;
    const worst = worstProblem(batch.value);
    if (worst !== null) return worst;
    for (const [at, reply] of batch.value.entries()) {
      const kind = questions[at]?.kind;
      if (kind === undefined) throw new Error("a batch answered more than it was asked");
      const rows = await collect(pagesFrom(client, reply, PRINCIPAL_ROWS[kind]));
      if (!rows.ok) return rows;
      found.push(...rows.value);
    }
    ({ requestId } = batch);
  }
  return { ok: true, value: found, requestId };
}

function questionsFor(objects: readonly Principal[]): readonly Question[] {
  return Object.keys(PRINCIPAL_KINDS)
    .filter(isKnownKind)
    .flatMap((kind) => {
      const { path, select } = PRINCIPAL_KINDS[kind];
      const ids = objects.filter(({ type }) => type === kind).map(({ id }) => id);
      return chunks(ids, IDS_PER_FILTER).map((some) => ({
        kind,
        path: withQuery(path, { select, filter: whereOneOf("id", some) }),
      }));
    });
}

function chunks<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(values.length / size);
  return Array.from({ length: count }, (_, at) => values.slice(at * size, (at + 1) * size));
}
