// The error bodies of the Gemini API: `{"error":{code,message,status,details}}`.

/** HTTP status of each google.rpc.Code name the API answers with. */
const HTTP_STATUS = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

const SERVICE = "generativelanguage.googleapis.com";
const RPC = "type.googleapis.com/google.rpc.";

/** An answer the service gives instead of a result. */
export class ApiError extends Error {
  constructor(status, message, details = []) {
    super(message);
    this.status = status;
    this.code = HTTP_STATUS[status];
    this.details = details;
  }

  toJSON() {
    const error = { code: this.code, message: this.message, status: this.status };
    if (this.details.length > 0) error.details = this.details;
    return { error };
  }
}

/** A body the JSON-to-proto parser refuses; one violation a field. */
export function badFields(violations) {
  const fieldViolations = violations.map(({ field, description }) => (field ? { field, description } : { description }));
  const message = violations.map((violation) => violation.description).join("\n");
  return new ApiError("INVALID_ARGUMENT", message, [{ "@type": `${RPC}BadRequest`, fieldViolations }]);
}

/** A request that parses but breaks a rule: the service lists `* field: rule` lines. */
export function badRule(field, rule) {
  return new ApiError("INVALID_ARGUMENT", `* ${field}: ${rule}\n`);
}

/** A rule the service states without naming a field. */
export function badArgument(message) {
  return new ApiError("INVALID_ARGUMENT", message);
}

export function missingKey() {
  return new ApiError(
    "PERMISSION_DENIED",
    "Method doesn't allow unregistered callers (callers without established identity). " +
      "Please use API Key or other form of API consumer identity to call this API.",
  );
}

export function invalidKey() {
  const message = "API key not valid. Please pass a valid API key.";
  return new ApiError("INVALID_ARGUMENT", message, [
    { "@type": `${RPC}ErrorInfo`, reason: "API_KEY_INVALID", domain: "googleapis.com", metadata: { service: SERVICE } },
    { "@type": `${RPC}LocalizedMessage`, locale: "en-US", message },
  ]);
}

export function invalidToken() {
  return new ApiError(
    "UNAUTHENTICATED",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid " +
      "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    [
      {
        "@type": `${RPC}ErrorInfo`,
        reason: "ACCESS_TOKEN_TYPE_UNSUPPORTED",
        domain: "googleapis.com",
        metadata: { service: SERVICE },
      },
    ],
  );
}

/** The answer for a model that is retired, unknown, or lacks the method. */
export function modelNotFound(model, version, method) {
  return new ApiError(
    "NOT_FOUND",
    `models/${model} is not found for API version ${version}, or is not supported for ${method}. ` +
      "Call ListModels to see the list of available models and their supported methods.",
  );
}

/** `per`: "minute" (retry after `retryDelay`, a proto Duration) or "day" (do not retry today). */
export function quotaExceeded({ model, per = "minute", retryDelay = "37s", embed = false }) {
  const day = per === "day";
  const what = embed ? "embed_content" : "generate_content";
  const id = embed ? "EmbedContentRequests" : "GenerateRequests";
  const value = day ? "20" : "10";
  const quotaMetric = `${SERVICE}/${what}_free_tier_requests`;
  const message =
    "You exceeded your current quota, please check your plan and billing details. For more information on this " +
    "error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. \n" +
    `* Quota exceeded for metric: ${quotaMetric}, limit: ${value}, model: ${model}` +
    (day ? "" : `\nPlease retry in ${retryDelay}.`);
  const details = [
    {
      "@type": `${RPC}QuotaFailure`,
      violations: [
        {
          quotaMetric,
          quotaId: `${id}Per${day ? "Day" : "Minute"}PerProjectPerModel-FreeTier`,
          quotaDimensions: { location: "global", model },
          quotaValue: value,
        },
      ],
    },
    {
      "@type": `${RPC}Help`,
      links: [
        { description: "Learn more about Gemini API quotas", url: "https://ai.google.dev/gemini-api/docs/rate-limits" },
      ],
    },
  ];
  if (retryDelay !== null) details.push({ "@type": `${RPC}RetryInfo`, retryDelay });
  return new ApiError("RESOURCE_EXHAUSTED", message, details);
}

/** The texts of the passing failures. */
export const PASSING = {
  INTERNAL:
    "An internal error has occurred. Please retry or report in " +
    "https://developers.generativeai.google/guide/troubleshooting",
  UNAVAILABLE: "The model is overloaded. Please try again later.",
  DEADLINE_EXCEEDED: "Deadline expired before operation could complete.",
};

/** The page Google's front end serves where no API method answers. */
export function htmlPage(code, title) {
  return `<!DOCTYPE html>
<html lang=en>
  <meta charset=utf-8>
  <title>Error ${code} (${title})!!1</title>
  <p><b>${code}.</b> <ins>That’s an error.</ins>
  <p>The requested URL was not served. <ins>That’s all we know.</ins>
`;
}
