import type { FastifyInstance } from "fastify";
import { directoryRow } from "../../collections/directory-rows.ts";
import type { DirectoryObject } from "../../state/directory.ts";
import { joinGroup } from "../../state/group-members.ts";
import { PLAIN_GROUP, PLAIN_USER } from "../../state/plain-objects.ts";
import { flag, objectOf, text } from "../body.ts";
import type { ControlOptions } from "../server.ts";

/** People, groups and units that are made while the tenant runs. */
export function serveNewcomers(app: FastifyInstance, { tenant }: ControlOptions): void {
  const make = (object: DirectoryObject): unknown => {
    tenant.directory.put(object);
    return directoryRow(tenant, object);
  };

  app.post<{ Body: { displayName: string } }>(
    "/users",
    { schema: { body: objectOf({ displayName: text }, ["displayName"]) } },
    async (request, reply) => {
      const { displayName } = request.body;
      const now = tenant.settle();
      const id = tenant.ids.next("user");
      const name = `${displayName.toLowerCase().replaceAll(/[^a-z]+/gu, ".")}.${id.slice(0, 4)}`;
      const user = make({
        ...PLAIN_USER,
        id,
        displayName,
        userPrincipalName: `${name}@contoso.com`,
        mail: `${name}@contoso.com`,
        createdAt: now,
      });
      return reply.code(201).send(user);
    },
  );

  app.post<{ Body: { displayName: string; isAssignableToRole: boolean; memberIds: string[] } }>(
    "/groups",
    {
      schema: {
        body: objectOf(
          {
            displayName: text,
            isAssignableToRole: { ...flag, default: false },
            memberIds: { type: "array", items: text, default: [] },
          },
          ["displayName"],
        ),
      },
    },
    async (request, reply) => {
      const { displayName, isAssignableToRole, memberIds } = request.body;
      const now = tenant.settle();
      const id = tenant.ids.next("group");
      const group = make({
        ...PLAIN_GROUP,
        id,
        displayName,
        description: displayName,
        mailNickname: id.slice(0, 8),
        isAssignableToRole: isAssignableToRole ? true : null,
        createdAt: now,
      });
      for (const memberId of memberIds) joinGroup(tenant, id, memberId, now);
      return reply.code(201).send(group);
    },
  );

  app.post<{ Body: { displayName: string } }>(
    "/administrative-units",
    { schema: { body: objectOf({ displayName: text }, ["displayName"]) } },
    async (request, reply) => {
      const { displayName } = request.body;
      tenant.settle();
      const id = tenant.ids.next("administrativeUnit");
      const unit = make({
        kind: "administrativeUnit",
        id,
        displayName,
        description: displayName,
        memberIds: [],
      });
      return reply.code(201).send(unit);
    },
  );
}
