namespace Sessvm.Client;

internal static class HeaderNames
{
    public const string Device = "X-Session-Device";
    public const string Background = "X-Session-Background";
}
