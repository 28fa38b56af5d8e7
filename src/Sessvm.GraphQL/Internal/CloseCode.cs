namespace Sessvm.GraphQL;

/// <summary>The close codes of <c>graphql-transport-ws</c>. FORMAT: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md.</summary>
internal static class CloseCode
{
    public const int BadRequest = 4400;
    public const int Unauthorized = 4401;
    public const int Forbidden = 4403;
    public const int InitTimeout = 4408;
    public const int SubscriberExists = 4409;
    public const int TooManyInits = 4429;

    /// <summary>«Try again later» (RFC 6455, registry of close codes).</summary>
    public const int TooSlow = 1013;
}
