import type { FastifyInstance } from "fastify";

/** Tells a wrong address from a wrong method: 404, or 405 with the methods that are possible. */
export function answerMissingRoutes(app: FastifyInstance): void {
  const routes: { readonly url: string; readonly methods: readonly string[] }[] = [];
  app.addHook("onRoute", ({ url, method }) => {
    routes.push({ url, methods: [method].flat() });
  });
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const methods = routes.filter((route) => leadsTo(route.url, path)).flatMap((route) => route.methods);
    if (methods.length === 0) return reply.refuse("notFound", `there is nothing at ${path}`);
    void reply.header("allow", [...new Set(methods)].toSorted().join(", "));
    return reply.refuse("methodNotAllowed", `${request.method} is not possible at ${path}`);
  });
}

/** True when the path has the form of the route's address. */
function leadsTo(url: string, path: string): boolean {
  const segments = path.split("/");
  const pattern = url.split("/");
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => part.startsWith(":") || part === segments[index])
  );
}
