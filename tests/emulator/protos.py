"""Parses requests with the published protos, strictly.

stdin: one JSON `{"rpc": "generateContent", "body": {...}}` a line. stdout: `ok` or `err <why>` a line.
The protos are of 2025-12; fields and enum values that came later are taken out first. NEWER lists them, and each must
stand in the SDK's type file (argv[1]), so that the list cannot grow by guessing. Set up by protos-setup.sh.
"""

import json
import os
import re
import sys

CACHE = os.environ.get("FORGETMENOT_PROTOS") or os.path.expanduser("~/.cache/forgetmenot/protos")
sys.path.insert(0, CACHE)
os.environ.setdefault("PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION", "upb")

try:
    from google.ai import generativelanguage_v1beta as api
    from google.protobuf import json_format
except ImportError as error:
    sys.exit(f"protos.py: {error}; run tests/emulator/protos-setup.sh (PyPI google-ai-generativelanguage 0.12.1)")

REQUESTS = {
    "generateContent": api.GenerateContentRequest,
    "streamGenerateContent": api.GenerateContentRequest,
    "embedContent": api.EmbedContentRequest,
    "batchEmbedContents": api.BatchEmbedContentsRequest,
    "countTokens": api.CountTokensRequest,
}

# Proto message: (SDK type, fields the proto lacks).
NEWER_FIELDS = {
    "GenerateContentRequest": ("GenerateContentConfig", ["serviceTier", "labels", "store", "continuationToken"]),
    "GenerationConfig": (
        "GenerationConfig",
        ["audioTranscriptionConfig", "responseFormat", "enableAffectiveDialog", "translationConfig"],
    ),
    "ThinkingConfig": ("ThinkingConfig", ["thinkingLevel"]),
    "ImageConfig": ("ImageConfig", ["imageSize"]),
    "Part": (
        "Part",
        ["toolCall", "toolResponse", "audioTranscription", "mediaResolution", "mediaProcessing", "speechMetadata"],
    ),
    "Blob": ("Blob_2", ["displayName"]),
    "FileData": ("FileData", ["displayName"]),
    "ExecutableCode": ("ExecutableCode", ["id"]),
    "CodeExecutionResult": ("CodeExecutionResult", ["id"]),
    "FunctionResponsePart": ("FunctionResponsePart", ["fileData", "mediaProcessing"]),
    "FunctionResponseBlob": ("FunctionResponseBlob", ["displayName"]),
    "Tool": ("Tool", ["mcpServers"]),
    "GoogleSearch": ("GoogleSearch", ["searchTypes"]),
    "ComputerUse": ("ComputerUse", ["enablePromptInjectionDetection", "disabledSafetyPolicies"]),
    "FileSearch": ("FileSearch", ["fileSearchStoreNames", "metadataFilter", "topK"]),
    "GoogleMaps": ("GoogleMaps", ["authConfig"]),
    "ToolConfig": ("ToolConfig", ["includeServerSideToolInvocations"]),
    "VoiceConfig": ("VoiceConfig", ["replicatedVoiceConfig", "voice"]),
}

# Proto enum: (SDK enum, values the proto lacks).
NEWER_VALUES = {
    "HarmCategory": ("HarmCategory", ["HARM_CATEGORY_JAILBREAK"]),
    "Modality": ("Modality", ["VIDEO"]),
    "Environment": ("Environment", ["ENVIRONMENT_MOBILE", "ENVIRONMENT_DESKTOP"]),
}


def check_allow_list(types_file):
    """Every newer name must be in the SDK's type file."""
    with open(types_file, encoding="utf-8") as file:
        text = file.read()
    for kind, entries, pattern in (
        (r"(?:interface|class)", NEWER_FIELDS, r"^\s+{}\??:"),
        (r"enum", NEWER_VALUES, r"^\s+{} ="),
    ):
        for sdk_type, names in entries.values():
            body = re.search(rf"^(?:export )?declare {kind} {sdk_type}\b[^\n]*\{{\n(.*?)^\}}", text, re.M | re.S)
            for name in names:
                if body is None or re.search(pattern.format(name), body.group(1), re.M) is None:
                    sys.exit(f"protos.py: {sdk_type}.{name} is not in {types_file}; mend the allow-list")


def camel(name):
    return re.sub(r"_([a-z])", lambda match: match.group(1).upper(), name)


def without_newer(descriptor, value):
    """`value`, a JSON message of `descriptor`, less the names the proto lacks."""
    if not isinstance(value, dict) or descriptor.full_name.startswith("google.protobuf."):
        return value
    newer = NEWER_FIELDS.get(descriptor.name, ("", []))[1]
    fields = {field.json_name: field for field in descriptor.fields}
    out = {}
    for key, item in value.items():
        name = camel(key)
        if name in newer and name not in fields:
            continue
        field = fields.get(name)
        if field is not None and field.enum_type is not None:
            values = NEWER_VALUES.get(field.enum_type.name, ("", []))[1]
            if isinstance(item, list):
                item = [one for one in item if one not in values]
            elif item in values:
                continue
        elif field is not None and field.message_type is not None:
            item = without_newer_item(field, item)
        out[key] = item
    return out


def without_newer_item(field, item):
    message = field.message_type
    if message.GetOptions().map_entry:
        inner = message.fields_by_name["value"].message_type
        if inner is None or not isinstance(item, dict):
            return item
        return {key: without_newer(inner, one) for key, one in item.items()}
    if isinstance(item, list):
        return [without_newer(message, one) for one in item]
    return without_newer(message, item)


def verdict(line):
    request = json.loads(line)
    message = REQUESTS[request["rpc"]]
    body = without_newer(message.pb().DESCRIPTOR, request["body"])
    try:
        json_format.Parse(json.dumps(body), message.pb()())
    except json_format.ParseError as error:
        return "err " + " ".join(str(error).split())
    return "ok"


if __name__ == "__main__":
    check_allow_list(sys.argv[1])
    for request_line in sys.stdin:
        if request_line.strip():
            print(verdict(request_line))
