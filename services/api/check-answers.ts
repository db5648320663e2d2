import type { ApiUnderTest } from "./api-under-test.ts";

/** From now on every answer must be what its schema says. */
export function checkAnswers({ app }: ApiUnderTest): void {
  app.addHook("preSerialization", async (request, reply, payload) => {
    const { response } = request.routeOptions.schema ?? {};
    const schemas: Readonly<Record<string, unknown>> = { ...Object(response) };
    const schema = schemas[String(reply.statusCode)];
    if (typeof schema !== "object" || schema === null || "content" in schema) return payload;
    const check = request.compileValidationSchema({ ...schema });
    if (!check(JSON.parse(JSON.stringify(payload)))) throw new Error(JSON.stringify(check.errors));
    return payload;
  });
}
