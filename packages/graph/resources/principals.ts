import type { Principal, PrincipalSearch, TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import { BATCH_SIZE, readBatch, worstProblem } from "../reading/batch.ts";
import { whereOneOf, withQuery } from "../reading/filter.ts";
import { collect, pagesFrom } from "../reading/paging.ts";
import { PRINCIPAL_KINDS, PRINCIPAL_ROWS, type KnownKind } from "./principal-rows.ts";

/** How many values an `in` filter of directory objects takes. */
const IDS_PER_FILTER = 15;

const KINDS: Readonly<Record<PrincipalSearch, readonly KnownKind[]>> = {
  users: ["user"],
  others: ["group", "servicePrincipal"],
};

/**
 * The principals that the directory knows of these ids, any number; those that it does not know are left out, and so are
 * objects that hold no roles.
 */
export async function readPrincipals(
  client: GraphClient,
  ids: readonly string[],
): Promise<TenantAnswer<readonly Principal[]>> {
  const distinct = [...new Set(ids)];
  const users = await findPrincipals(client, "users", distinct);
  if (!users.ok) return users;
  const found = new Set(users.value.map(({ id }) => id));
  const others = await findPrincipals(
    client,
    "others",
    distinct.filter((id) => !found.has(id)),
  );
  if (!others.ok) return others;
  return { ...others, value: [...users.value, ...others.value] };
}

type Question = { readonly kind: KnownKind; readonly path: string };

/**
 * Those of these ids that are users, or that are groups or service principals: 15 ids in a filter, 20 filters in a
 * `$batch`. So 300 ids are one request as users, and 150 as the others.
 */
export async function findPrincipals(
  client: GraphClient,
  search: PrincipalSearch,
  ids: readonly string[],
): Promise<TenantAnswer<readonly Principal[]>> {
  const found: Principal[] = [];
  let requestId: string | null = null;
  for (const questions of chunks(questionsFor(KINDS[search], ids), BATCH_SIZE)) {
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

function questionsFor(kinds: readonly KnownKind[], ids: readonly string[]): readonly Question[] {
  return chunks(ids, IDS_PER_FILTER).flatMap((some) =>
    kinds.map((kind) => {
      const { path, select, evidence } = PRINCIPAL_KINDS[kind];
      const query = { select: [...select, ...evidence], filter: whereOneOf("id", some) };
      return { kind, path: withQuery(path, query) };
    }),
  );
}

function chunks<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(values.length / size);
  return Array.from({ length: count }, (_, at) => values.slice(at * size, (at + 1) * size));
}
