namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>Sessvm in bearer mode: the client sends the headers itself.</summary>
internal sealed class SessvmBearer : SessvmCookie
{
    public override string Name => "sessvm-bearer";

    public override string Title => "Sessvm, bearer";

    protected override string Mode => "Bearer";

    protected override IReadOnlyList<string> Headers(string cookies)
    {
        Dictionary<string, string> values = cookies["Cookie: ".Length..].Split("; ").Select(static cookie => cookie.Split('=', 2))
            .ToDictionary(static pair => pair[0], static pair => Uri.UnescapeDataString(pair[1]));
        return [$"Authorization: Bearer {values["atk"]}", $"X-Session-Device: {values["did"]}"];
    }
}
