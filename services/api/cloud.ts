/** Microsoft's own endpoints of Microsoft Graph, and the national cloud that each serves. */
const CLOUDS: Readonly<Record<string, string>> = {
  "graph.microsoft.com": "global",
  "graph.microsoft.us": "usGovL4",
  "dod-graph.microsoft.us": "usGovL5",
  "microsoftgraph.chinacloudapi.cn": "china",
};

/** The national cloud behind a base URL, as plans name it; null where the endpoint is none of Microsoft's. */
export function cloudOf(graphBaseUrl: string): string | null {
  return CLOUDS[new URL(graphBaseUrl).hostname] ?? null;
}
