import { PlanRoleSettings } from "@standdown/domain";
import type { Static } from "typebox";
import { shape } from "./shape.ts";

/** The settings of a tenant's roles as a part of a plan's spec. */
export const RoleSettingsTemplateDocument = shape({ roleSettings: PlanRoleSettings });
export type RoleSettingsTemplateDocument = Static<typeof RoleSettingsTemplateDocument>;
