namespace Sessvm.Client;

/// <summary>Where the server is, and how to speak with it.</summary>
public sealed class SessionClientOptions
{
    /// <summary>The server's address, with a path where it lives below one: <c>https://app.example</c>. Needed.</summary>
    /// <value>Absolute, <c>http</c> or <c>https</c>; no query, no user.</value>
    public Uri? Address { get; set; }

    /// <summary>The prefix of the server's endpoints.</summary>
    /// <value>Default <c>/auth</c>.</value>
    public string Prefix { get; set; } = "/auth";

    /// <summary>Other origins that may receive the token, exact (<c>https://api.example</c>). The server's own is always one.</summary>
    /// <value>Default: none. Paths are not looked at.</value>
    public IList<Uri> Origins { get; } = [];

    /// <summary>Where the tokens are kept.</summary>
    /// <value>Default: in memory.</value>
    public ITokenStore Store { get; set; } = new MemoryTokenStore();

    /// <summary>How long an exchange may take, its answer included.</summary>
    /// <value>Default 30 s, as the server's overlap: an answer that comes later must not count. Between 1 s and 5 min.</value>
    public TimeSpan ExchangeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Measures spans; no clock of the client's needs to be right.</summary>
    /// <value>Default: the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Check()
    {
        if (Address is not { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" })
        {
            throw new ArgumentException("SessionClientOptions.Address is needed: an absolute http or https address without query, fragment or user, such as https://app.example.");
        }

        if (!Prefix.StartsWith('/') || Prefix.EndsWith('/'))
        {
            throw new ArgumentException($"SessionClientOptions.Prefix is '{Prefix}'; it begins with a slash and does not end with one, such as /auth.");
        }

        if (Origins.Any(one => !one.IsAbsoluteUri))
        {
            throw new ArgumentException("SessionClientOptions.Origins takes absolute addresses, such as https://api.example.");
        }

        if (ExchangeTimeout < TimeSpan.FromSeconds(1) || ExchangeTimeout > TimeSpan.FromMinutes(5))
        {
            throw new ArgumentException($"SessionClientOptions.ExchangeTimeout is {ExchangeTimeout}; it lies between 00:00:01 and 00:05:00.");
        }

        ArgumentNullException.ThrowIfNull(Store);
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
