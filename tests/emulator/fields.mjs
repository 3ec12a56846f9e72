// Every field and enum value a request may carry: the published protos (google.ai.generativelanguage.v1beta,
// 2025-12) plus the newer ones that @google/genai 3.1.0 sends to the Gemini API. Keys are the camelCase JSON names.
//
// Types: string bytes bool int32 int64 float double any struct duration timestamp · Name = message · Name[] = repeated
// · map<T> · enum Name.

const SCHEMA_MESSAGES = {
  Schema: {
    type: "enum Type", format: "string", title: "string", description: "string", nullable: "bool", enum: "string[]",
    items: "Schema", maxItems: "int64", minItems: "int64", properties: "map<Schema>", required: "string[]",
    minProperties: "int64", maxProperties: "int64", minimum: "double", maximum: "double", minLength: "int64",
    maxLength: "int64", pattern: "string", example: "any", anyOf: "Schema[]", propertyOrdering: "string[]",
    default: "any",
  },
};

const CONTENT_MESSAGES = {
  Content: { parts: "Part[]", role: "string" },
  Part: {
    text: "string", inlineData: "Blob", functionCall: "FunctionCall", functionResponse: "FunctionResponse",
    fileData: "FileData", executableCode: "ExecutableCode", codeExecutionResult: "CodeExecutionResult",
    toolCall: "ToolCall", toolResponse: "ToolResponse", audioTranscription: "Transcription",
    videoMetadata: "VideoMetadata", thought: "bool", thoughtSignature: "bytes", partMetadata: "struct",
    mediaResolution: "PartMediaResolution", mediaProcessing: "any", speechMetadata: "SpeechMetadata",
  },
  Blob: { mimeType: "string", data: "bytes", displayName: "string" },
  FileData: { mimeType: "string", fileUri: "string", displayName: "string" },
  FunctionCall: { id: "string", name: "string", args: "struct" },
  FunctionResponse: {
    id: "string", name: "string", response: "struct", parts: "FunctionResponsePart[]", willContinue: "bool",
    scheduling: "enum FunctionResponse.Scheduling",
  },
  FunctionResponsePart: { inlineData: "FunctionResponseBlob", fileData: "FunctionResponseFileData", mediaProcessing: "any" },
  FunctionResponseBlob: { mimeType: "string", data: "bytes", displayName: "string" },
  FunctionResponseFileData: { mimeType: "string", fileUri: "string", displayName: "string" },
  ExecutableCode: { id: "string", language: "enum ExecutableCode.Language", code: "string" },
  CodeExecutionResult: { id: "string", outcome: "enum CodeExecutionResult.Outcome", output: "string" },
  ToolCall: { id: "string", toolType: "enum ToolType", args: "struct" },
  ToolResponse: { id: "string", toolType: "enum ToolType", response: "struct" },
  Transcription: {
    text: "string", finished: "bool", languageCode: "string", speakerLabel: "string", words: "any",
    startOffset: "duration", endOffset: "duration",
  },
  SpeechMetadata: { speaker: "string", style: "string" },
  VideoMetadata: { startOffset: "duration", endOffset: "duration", fps: "double" },
  PartMediaResolution: { level: "enum PartMediaResolution.Level", numTokens: "int32" },
};

const TOOL_MESSAGES = {
  Tool: {
    functionDeclarations: "FunctionDeclaration[]", googleSearchRetrieval: "GoogleSearchRetrieval",
    codeExecution: "CodeExecution", googleSearch: "GoogleSearch", computerUse: "ComputerUse", urlContext: "UrlContext",
    fileSearch: "FileSearch", googleMaps: "GoogleMaps", mcpServers: "McpServer[]",
  },
  FunctionDeclaration: {
    name: "string", description: "string", parameters: "Schema", parametersJsonSchema: "any", response: "Schema",
    responseJsonSchema: "any", behavior: "enum FunctionDeclaration.Behavior",
  },
  GoogleSearchRetrieval: { dynamicRetrievalConfig: "DynamicRetrievalConfig" },
  DynamicRetrievalConfig: { mode: "enum DynamicRetrievalConfig.Mode", dynamicThreshold: "float" },
  CodeExecution: {},
  GoogleSearch: { timeRangeFilter: "Interval", searchTypes: "SearchTypes" },
  SearchTypes: { imageSearch: "ImageSearch", webSearch: "WebSearch" },
  ImageSearch: {},
  WebSearch: {},
  Interval: { startTime: "timestamp", endTime: "timestamp" },
  ComputerUse: {
    environment: "enum Environment", excludedPredefinedFunctions: "string[]", enablePromptInjectionDetection: "bool",
    disabledSafetyPolicies: "enum SafetyPolicy[]",
  },
  UrlContext: {},
  FileSearch: {
    fileSearchStoreNames: "string[]", metadataFilter: "string", topK: "int32",
    retrievalResources: "RetrievalResource[]", retrievalConfig: "FileSearchRetrievalConfig",
  },
  RetrievalResource: { ragStoreName: "string" },
  FileSearchRetrievalConfig: { topK: "int32", metadataFilter: "string" },
  GoogleMaps: { enableWidget: "bool", authConfig: "AuthConfig" },
  AuthConfig: { apiKey: "string" },
  McpServer: { name: "string", streamableHttpTransport: "StreamableHttpTransport" },
  StreamableHttpTransport: {
    url: "string", headers: "map<string>", timeout: "duration", sseReadTimeout: "duration", terminateOnClose: "bool",
  },
  ToolConfig: {
    functionCallingConfig: "FunctionCallingConfig", retrievalConfig: "RetrievalConfig",
    includeServerSideToolInvocations: "bool",
  },
  FunctionCallingConfig: { mode: "enum FunctionCallingConfig.Mode", allowedFunctionNames: "string[]" },
  RetrievalConfig: { latLng: "LatLng", languageCode: "string" },
  LatLng: { latitude: "double", longitude: "double" },
};

const CONFIG_MESSAGES = {
  GenerationConfig: {
    candidateCount: "int32", stopSequences: "string[]", maxOutputTokens: "int32", temperature: "float", topP: "float",
    topK: "int32", seed: "int32", responseMimeType: "string", responseSchema: "Schema", responseJsonSchema: "any",
    responseJsonSchemaOrdered: "any", presencePenalty: "float", frequencyPenalty: "float", responseLogprobs: "bool",
    logprobs: "int32", enableEnhancedCivicAnswers: "bool", responseModalities: "enum GenerationConfig.Modality[]",
    speechConfig: "SpeechConfig", thinkingConfig: "ThinkingConfig", imageConfig: "ImageConfig",
    mediaResolution: "enum GenerationConfig.MediaResolution", audioTranscriptionConfig: "any", responseFormat: "any",
    enableAffectiveDialog: "bool", translationConfig: "TranslationConfig",
  },
  ThinkingConfig: { includeThoughts: "bool", thinkingBudget: "int32", thinkingLevel: "enum ThinkingConfig.ThinkingLevel" },
  ImageConfig: { aspectRatio: "string", imageSize: "string" },
  TranslationConfig: { echoTargetLanguage: "bool", targetLanguageCode: "string" },
  SpeechConfig: { voiceConfig: "VoiceConfig", multiSpeakerVoiceConfig: "MultiSpeakerVoiceConfig", languageCode: "string" },
  VoiceConfig: {
    prebuiltVoiceConfig: "PrebuiltVoiceConfig", replicatedVoiceConfig: "ReplicatedVoiceConfig", voice: "string",
  },
  PrebuiltVoiceConfig: { voiceName: "string" },
  ReplicatedVoiceConfig: {
    mimeType: "string", voiceSampleAudio: "bytes", consentAudio: "bytes", voiceConsentSignature: "VoiceConsentSignature",
  },
  VoiceConsentSignature: { signature: "string" },
  MultiSpeakerVoiceConfig: { speakerVoiceConfigs: "SpeakerVoiceConfig[]" },
  SpeakerVoiceConfig: { speaker: "string", voiceConfig: "VoiceConfig" },
  SafetySetting: { category: "enum HarmCategory", threshold: "enum SafetySetting.HarmBlockThreshold" },
};

const REQUEST_MESSAGES = {
  GenerateContentRequest: {
    model: "string", systemInstruction: "Content", contents: "Content[]", tools: "Tool[]", toolConfig: "ToolConfig",
    safetySettings: "SafetySetting[]", generationConfig: "GenerationConfig", cachedContent: "string",
    serviceTier: "enum ServiceTier", labels: "map<string>", store: "bool", continuationToken: "bytes",
  },
  EmbedContentRequest: {
    model: "string", content: "Content", taskType: "enum TaskType", title: "string", outputDimensionality: "int32",
  },
  BatchEmbedContentsRequest: { model: "string", requests: "EmbedContentRequest[]" },
  CountTokensRequest: { model: "string", contents: "Content[]", generateContentRequest: "GenerateContentRequest" },
};

/** Message name → field name → type. */
export const MESSAGES = { ...REQUEST_MESSAGES, ...CONTENT_MESSAGES, ...TOOL_MESSAGES, ...CONFIG_MESSAGES, ...SCHEMA_MESSAGES };

/** Message name → groups of fields of which at most one may be set. */
export const ONEOFS = {
  Part: [
    [
      "text", "inlineData", "functionCall", "functionResponse", "fileData", "executableCode", "codeExecutionResult",
      "toolCall", "toolResponse",
    ],
  ],
  FunctionResponsePart: [["inlineData", "fileData"]],
};

const words = (text) => text.split(" ");

/** Enum name → its values, spelt as the service spells them. */
export const ENUMS = {
  Type: words("TYPE_UNSPECIFIED STRING NUMBER INTEGER BOOLEAN ARRAY OBJECT NULL"),
  TaskType: words(
    "TASK_TYPE_UNSPECIFIED RETRIEVAL_QUERY RETRIEVAL_DOCUMENT SEMANTIC_SIMILARITY CLASSIFICATION CLUSTERING QUESTION_ANSWERING FACT_VERIFICATION CODE_RETRIEVAL_QUERY",
  ),
  HarmCategory: words(
    "HARM_CATEGORY_UNSPECIFIED HARM_CATEGORY_DEROGATORY HARM_CATEGORY_TOXICITY HARM_CATEGORY_VIOLENCE HARM_CATEGORY_SEXUAL HARM_CATEGORY_MEDICAL HARM_CATEGORY_DANGEROUS HARM_CATEGORY_HARASSMENT HARM_CATEGORY_HATE_SPEECH HARM_CATEGORY_SEXUALLY_EXPLICIT HARM_CATEGORY_DANGEROUS_CONTENT HARM_CATEGORY_CIVIC_INTEGRITY HARM_CATEGORY_JAILBREAK",
  ),
  "SafetySetting.HarmBlockThreshold": words(
    "HARM_BLOCK_THRESHOLD_UNSPECIFIED BLOCK_LOW_AND_ABOVE BLOCK_MEDIUM_AND_ABOVE BLOCK_ONLY_HIGH BLOCK_NONE OFF",
  ),
  "ThinkingConfig.ThinkingLevel": words("THINKING_LEVEL_UNSPECIFIED MINIMAL LOW MEDIUM HIGH"),
  "GenerationConfig.Modality": words("MODALITY_UNSPECIFIED TEXT IMAGE AUDIO VIDEO"),
  "GenerationConfig.MediaResolution": words(
    "MEDIA_RESOLUTION_UNSPECIFIED MEDIA_RESOLUTION_LOW MEDIA_RESOLUTION_MEDIUM MEDIA_RESOLUTION_HIGH",
  ),
  "PartMediaResolution.Level": words(
    "MEDIA_RESOLUTION_UNSPECIFIED MEDIA_RESOLUTION_LOW MEDIA_RESOLUTION_MEDIUM MEDIA_RESOLUTION_HIGH MEDIA_RESOLUTION_ULTRA_HIGH",
  ),
  "FunctionCallingConfig.Mode": words("MODE_UNSPECIFIED AUTO ANY NONE VALIDATED"),
  "FunctionDeclaration.Behavior": words("UNSPECIFIED BLOCKING NON_BLOCKING"),
  "FunctionResponse.Scheduling": words("SCHEDULING_UNSPECIFIED SILENT WHEN_IDLE INTERRUPT"),
  "ExecutableCode.Language": words("LANGUAGE_UNSPECIFIED PYTHON"),
  "CodeExecutionResult.Outcome": words("OUTCOME_UNSPECIFIED OUTCOME_OK OUTCOME_FAILED OUTCOME_DEADLINE_EXCEEDED"),
  "DynamicRetrievalConfig.Mode": words("MODE_UNSPECIFIED MODE_DYNAMIC"),
  ToolType: words(
    "TOOL_TYPE_UNSPECIFIED GOOGLE_SEARCH_WEB GOOGLE_SEARCH_IMAGE URL_CONTEXT GOOGLE_MAPS FILE_SEARCH MEDIA_PROCESSING",
  ),
  Environment: words("ENVIRONMENT_UNSPECIFIED ENVIRONMENT_BROWSER ENVIRONMENT_MOBILE ENVIRONMENT_DESKTOP"),
  SafetyPolicy: words(
    "SAFETY_POLICY_UNSPECIFIED FINANCIAL_TRANSACTIONS SENSITIVE_DATA_MODIFICATION COMMUNICATION_TOOL ACCOUNT_CREATION DATA_MODIFICATION USER_CONSENT_MANAGEMENT LEGAL_TERMS_AND_AGREEMENTS",
  ),
  ServiceTier: words("unspecified flex standard priority"),
};
