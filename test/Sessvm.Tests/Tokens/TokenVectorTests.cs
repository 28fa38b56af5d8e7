using System.Globalization;
using System.Text;
using Sessvm.Tokens;

namespace Sessvm.Tests.Tokens;

public sealed class TokenVectorTests
{
    private static readonly VectorFile File = VectorFile.Tokens;
    private static readonly Sealed<Fields>[] Access = File.All<Sealed<Fields>>("access");
    private static readonly Sealed<Fields>[] Refresh = File.All<Sealed<Fields>>("refresh");
    private static readonly Sealed<Fields>[] Tickets = File.All<Sealed<Fields>>("tickets");
    private static readonly Refused[] Refusals = File.All<Refused>("refused");

    private readonly TokenCodec _codec = new(File.Ring());

    public static TheoryData<int, string> AccessRows => VectorFile.Rows(Access, row => row.Name);

    public static TheoryData<int, string> RefreshRows => VectorFile.Rows(Refresh, row => row.Name);

    public static TheoryData<int, string> TicketRows => VectorFile.Rows(Tickets, row => row.Name);

    public static TheoryData<int, string> RefusedRows => VectorFile.Rows(Refusals, row => $"{row.Type}: {row.Name}");

    [Theory]
    [MemberData(nameof(AccessRows))]
    public void An_access_token_is_minted_and_read_as_the_vector_says(int row, string name)
    {
        (_, string text, _, Fields fields) = Access[row];
        var token = new AccessToken
        {
            Session = VectorFile.Id(fields.Session),
            Generation = fields.Generation,
            Floor = fields.Floor,
            IssuedAt = fields.IssuedAt,
            Lifetime = TimeSpan.FromSeconds(fields.Lifetime),
            KeyId = fields.KeyId,
            DeviceTag = fields.DeviceTag,
            RequesterTag = fields.RequesterTag,
            Persistent = fields.Persistent,
            Subject = fields.Subject,
            Scopes = fields.Scopes,
            Claims = fields.Claims,
        };

        _codec.MintAccess(token).ShouldBe(text, name);
        _codec.ReadAccess(text, File.Now, out AccessToken read).ShouldBe(TokenStatus.Ok);
        (read with { Scopes = [], Claims = [] }).ShouldBe(token with { Scopes = [], Claims = [] });
        read.Scopes.ShouldBe(token.Scopes);
        read.Claims.ShouldBe(token.Claims);
        read.ExpiresAt.ShouldBe(token.IssuedAt + token.Lifetime);
    }

    [Theory]
    [MemberData(nameof(AccessRows))]
    public void A_view_agrees_with_the_token_it_is_copied_to(int row, string name)
    {
        string text = Access[row].Text;
        var scratch = new byte[TokenCodec.ScratchSize(text.Length)];

        _codec.VerifyAccess(text, scratch, File.Now, out AccessTokenView view).ShouldBe(TokenStatus.Ok, name);

        Fields fields = Access[row].Token;
        view.Session.ToString().ShouldBe(fields.Session);
        view.SubjectText().ShouldBe(fields.Subject);
        view.ScopeCount.ShouldBe(fields.Scopes.Length);
        view.ExpiresAt.ShouldBe(fields.IssuedAt.AddSeconds(fields.Lifetime));
        foreach (string scope in fields.Scopes)
        {
            view.HasScope(Encoding.UTF8.GetBytes(scope)).ShouldBeTrue();
        }

        view.HasScope("no-such-scope"u8).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(RefreshRows))]
    public void A_refresh_token_is_minted_and_read_as_the_vector_says(int row, string name)
    {
        (_, string text, _, Fields fields) = Refresh[row];
        var token = new RefreshToken
        {
            Session = VectorFile.Id(fields.Session),
            Generation = fields.Generation,
            Floor = fields.Floor,
            IssuedAt = fields.IssuedAt,
            Lifetime = TimeSpan.FromSeconds(fields.Lifetime),
            KeyId = fields.KeyId,
            DeviceTag = fields.DeviceTag,
        };

        _codec.MintRefresh(token).ShouldBe(text, name);
        _codec.ReadRefresh(text, File.Now, out RefreshToken read).ShouldBe(TokenStatus.Ok);
        read.ShouldBe(token);
    }

    [Theory]
    [MemberData(nameof(TicketRows))]
    public void A_ticket_is_minted_and_read_as_the_vector_says(int row, string name)
    {
        (_, string text, _, Fields fields) = Tickets[row];
        var ticket = new Ticket
        {
            Session = VectorFile.Id(fields.Session),
            Generation = fields.Generation,
            IssuedAt = fields.IssuedAt,
            Lifetime = TimeSpan.FromSeconds(fields.Lifetime),
            KeyId = fields.KeyId,
            DeviceTag = fields.DeviceTag,
            OriginTag = fields.OriginTag,
            Nonce = ulong.Parse(fields.Nonce, CultureInfo.InvariantCulture),
        };

        _codec.MintTicket(ticket).ShouldBe(text, name);
        _codec.ReadTicket(text, File.Now, out Ticket read).ShouldBe(TokenStatus.Ok);
        read.ShouldBe(ticket);
    }

    [Theory]
    [MemberData(nameof(RefusedRows))]
    public void A_wrong_token_is_refused_as_the_vector_says(int row, string name)
    {
        Refused refused = Refusals[row];
        TokenStatus status = refused.Type switch
        {
            "access" => _codec.ReadAccess(refused.Text, File.Now, out _),
            "refresh" => _codec.ReadRefresh(refused.Text, File.Now, out _),
            _ => _codec.ReadTicket(refused.Text, File.Now, out _),
        };

        status.ShouldBe(refused.Status == "invalid-format" ? TokenStatus.InvalidFormat : TokenStatus.InvalidToken, name);
    }

    private sealed record Sealed<T>(string Name, string Text, string Body, T Token);

    private sealed record Refused(string Name, string Type, string Text, string Status);

    private sealed record Fields
    {
        public string Session { get; init; } = "";

        public uint Generation { get; init; }

        public uint Floor { get; init; }

        public DateTimeOffset IssuedAt { get; init; }

        public long Lifetime { get; init; }

        public byte KeyId { get; init; }

        public uint DeviceTag { get; init; }

        public uint RequesterTag { get; init; }

        public bool Persistent { get; init; }

        public string Subject { get; init; } = "";

        public string[] Scopes { get; init; } = [];

        public SessionClaim[] Claims { get; init; } = [];

        public uint OriginTag { get; init; }

        public string Nonce { get; init; } = "0";
    }
}
