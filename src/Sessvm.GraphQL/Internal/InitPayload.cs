using GraphQL;

namespace Sessvm.GraphQL;

/// <summary>
/// What <c>connection_init</c> brings. FORMAT: <c>{"Authorization": "Bearer A1.…", "X-Session-Device": "‹uuid›"}</c>, names in any
/// case, both optional, others ignored; or nothing.
/// </summary>
internal readonly record struct InitPayload(string? Authorization, string? Device)
{
    public static bool TryRead(object? payload, IGraphQLSerializer serializer, out InitPayload read)
    {
        read = default;
        if (payload is null)
        {
            return true;
        }

        try
        {
            var fields = serializer.ReadNode<Inputs>(payload);
            bool good = TryFind(fields, "Authorization", out string? authorization) & TryFind(fields, "X-Session-Device", out string? device);
            read = new InitPayload(authorization, device);
            return good;
        }
        catch (Exception malformed) when (malformed is not OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Names the type only (R9).</summary>
    public override string ToString() => nameof(InitPayload);

    // Two that differ in case only are a trap for somebody, and are taken for none.
    private static bool TryFind(Inputs? fields, string name, out string? value)
    {
        value = null;
        foreach (var (key, found) in fields ?? Inputs.Empty)
        {
            if (!string.Equals(key, name, StringComparison.OrdinalIgnoreCase) || found is null)
            {
                continue;
            }

            if (value is not null || found is not string text)
            {
                return false;
            }

            value = text;
        }

        return true;
    }
}
