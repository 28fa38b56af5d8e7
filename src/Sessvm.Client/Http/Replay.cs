using System.Net.Http.Json;

namespace Sessvm.Client;

/// <summary>Tells whether a request says the same when it is sent a second time.</summary>
internal static class Replay
{
    public static bool IsPossible(HttpRequestMessage request) =>
        request.Options.TryGetValue(SessionHandler.Replayable, out bool told) ? told : IsPossible(request.Content);

    private static bool IsPossible(HttpContent? content) => content switch
    {
        null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent => true, // text and forms are byte arrays
        MultipartContent parts => parts.All(IsPossible),
        _ => false,
    };
}
