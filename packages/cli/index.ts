export { RefusedError, valueOf, type Answer } from "./client/answer.ts";
export {
  allItems,
  createClient,
  type ClientOptions,
  type ConversionQuery,
  type Page,
  type StanddownClient,
} from "./client/client.ts";
export { UnreachableError } from "./client/connection.ts";
export { startRollout } from "./client/start-rollout.ts";
export { oneToken, readTokens, type Tokens } from "./client/tokens.ts";
