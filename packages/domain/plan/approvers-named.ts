import type { ApproverSelector, PlanRoleSettings } from "./role-settings.ts";

/** Somebody whom a plan names to approve activations, and the place. */
export type PlacedApprover = {
  readonly kind: "user" | "group";
  readonly id: string;
  readonly pointer: string;
};

/** Everybody whom the templates and overrides of a plan name to approve. */
export function approversNamed(roleSettings: PlanRoleSettings | undefined): readonly PlacedApprover[] {
  const { templates = {}, assign = [] } = roleSettings ?? {};
  const place = "/spec/roleSettings";
  return [
    ...Object.entries(templates).flatMap(([name, { activation }]) =>
      placed(activation?.approval?.approvers, `${place}/templates/${name}`),
    ),
    ...assign.flatMap(({ override }, at) =>
      placed(override?.activation?.approval?.approvers, `${place}/assign/${at}/override`),
    ),
  ];
}

function placed(approvers: readonly ApproverSelector[] = [], template: string): readonly PlacedApprover[] {
  return approvers.map(({ user, group }, at): PlacedApprover => {
    const pointer = `${template}/activation/approval/approvers/${at}`;
    return group === undefined
      ? { kind: "user", id: user ?? "", pointer: `${pointer}/user` }
      : { kind: "group", id: group, pointer: `${pointer}/group` };
  });
}
