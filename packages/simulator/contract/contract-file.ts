import { Contract } from "./contract.ts";
import { mergeDocuments, readDocument, readDocumentFile } from "./document.ts";
import { OWN_SURFACES } from "./own-surfaces.ts";

/** The contract in a file, together with the surfaces that the simulator has besides. */
export function readContractFile(file: string): Contract {
  return new Contract(mergeDocuments(readDocumentFile(file), readDocument(OWN_SURFACES)));
}

/** Why a file holds no contract; null when it does. */
export function contractProblem(file: string): string | null {
  try {
    readDocumentFile(file);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
