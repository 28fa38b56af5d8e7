using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sessvm.Samples.ConsoleClient;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Login))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
