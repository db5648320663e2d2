import type { FastifySchemaValidationError } from "fastify";
import type { RequestMistake } from "../problem.ts";

/** Where a part of a request is called what by whom: the validator's name and ours. */
const PLACES: Readonly<Record<string, RequestMistake["in"]>> = {
  body: "body",
  querystring: "query",
  headers: "headers",
};

/** What the validator found, in our words, each mistake once. */
export function mistakesIn(
  errors: readonly FastifySchemaValidationError[],
  part: string | undefined,
): RequestMistake[] {
  const place = PLACES[part ?? "body"] ?? "body";
  const plain = errors.filter((error) => !isOnlyAChoice(error, errors));
  return plain.map((error) => ({ in: place, ...mistakeOf(error) }));
}

/** That a body may also be left out is no news to somebody who sent one. */
function isOnlyAChoice(
  error: FastifySchemaValidationError,
  all: readonly FastifySchemaValidationError[],
): boolean {
  if (error.keyword !== "anyOf" && !/\/anyOf\/\d+\/type$/.test(error.schemaPath)) return false;
  return all.some((other) => other.keyword !== "anyOf" && !/\/anyOf\/\d+\/type$/.test(other.schemaPath));
}

function mistakeOf(error: FastifySchemaValidationError): Omit<RequestMistake, "in"> {
  const { instancePath, keyword, params, message = "is not valid" } = error;
  switch (keyword) {
    case "additionalProperties": {
      const name = String(params["additionalProperty"]);
      return {
        pointer: `${instancePath}/${escapePointer(name)}`,
        code: "unknownField",
        message: `there is no field "${name}" here`,
      };
    }
    case "required":
      return {
        pointer: `${instancePath}/${escapePointer(String(params["missingProperty"]))}`,
        code: "missingField",
        message: "is missing",
      };
    case "type":
      return { pointer: instancePath, code: "invalidType", message };
    case "enum":
      return {
        pointer: instancePath,
        code: "invalidValue",
        message: `must be one of ${JSON.stringify(params["allowedValues"])}`,
      };
    default:
      return { pointer: instancePath, code: "invalidValue", message };
  }
}

function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
