import { Type } from "typebox";
import { nullable, shape } from "./shape.ts";

/** Who may do what where, in Microsoft's property names. */
export const accessKey = {
  principalId: Type.String(),
  roleDefinitionId: Type.String(),
  directoryScopeId: nullable(Type.String()),
  appScopeId: nullable(Type.String()),
};

/** The identity of an assignment. */
export const AccessKeyDocument = shape(accessKey);

/** Which change a write belongs to. */
export const TicketInfoDocument = shape({
  ticketNumber: nullable(Type.String()),
  ticketSystem: nullable(Type.String()),
});
