import type { FastifyInstance } from "fastify";
import type { PageQuirks } from "../odata/collection.ts";
import type { Tenant } from "../state/tenant.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** How lists are cut into pages, besides what is asked for. */
    pageQuirks: PageQuirks | null;
  }
}

/** Lets the quirks of the tenant that have to do with pages strike every list. */
export function letPagesBeQuirky(app: FastifyInstance, tenant: Tenant): void {
  const pageQuirks: PageQuirks = {
    rowLimit: () => {
      const limit = tenant.quirks.value("smallPages");
      return limit === 0 ? Number.POSITIVE_INFINITY : limit;
    },
    isEmpty: (page) => tenant.quirks.strikes("emptyPages", page),
  };
  app.decorateRequest("pageQuirks", null);
  app.addHook("onRequest", async (request) => {
    request.pageQuirks = pageQuirks;
  });
}
