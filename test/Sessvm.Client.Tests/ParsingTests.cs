using System.Net;
using System.Text;
using CsCheck;
using Sessvm.Client.Tests.Support;

namespace Sessvm.Client.Tests;

public sealed class ParsingTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char[' ', '~'], 0, 80],
        Gen.OneOf(Gen.Const("error_description=\"access-expired\""), Gen.Const("error_description="), Gen.Const("max_age=\"99999999999\""), Gen.Const("max_age=-1"), Gen.Const(",,,==="), Gen.Const("\""), Gen.Const("error_description=\"\0\"")));

    [Fact]
    public void Every_reason_of_the_server_is_one_of_the_clients_by_the_same_code()
    {
        foreach (var reason in Enum.GetValues<SessionReason>().Where(one => one != SessionReason.None))
        {
            string code = reason.ToCode();
            RefusalReasons.Parse(code).ToCode().ShouldBe(code);
        }

        Enum.GetValues<RefusalReason>().Select(one => RefusalReasons.Parse(one.ToCode())).ShouldBe(Enum.GetValues<RefusalReason>());
    }

    [Fact]
    public void Every_reason_of_the_protocol_is_known()
    {
        string table = File.ReadAllText(Path.Combine(SnippetCheck.Root, "PROTOCOL.md")).Split("## Reasons")[1].Split("\n## ")[0];
        var codes = table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(line =>
            System.Text.RegularExpressions.Regex.Matches(line.Split('|')[1], "`([a-z-]+)`").Select(one => one.Groups[1].Value)).ToArray();

        codes.Length.ShouldBeGreaterThan(20);
        codes.Where(code => code != "rsn" && RefusalReasons.Parse(code) == RefusalReason.Unknown).ShouldBeEmpty();
    }

    [Fact]
    public void No_challenge_makes_it_throw_and_a_code_is_always_one() =>
        Gen.Select(Gen.OneOf(Gen.Const("Bearer"), Gen.Const("bearer"), Gen.Const("Basic")), Text.Array[0, 4]).Sample(
            (scheme, parts) =>
            {
                var refusal = AnswerReader.ReadChallenge(scheme, string.Join(", ", parts));
                return refusal is null || (AnswerReader.IsCode(refusal.Code) && refusal.MaxAge is null or { Ticks: >= 0 });
            },
            iter: 20_000);

    [Fact]
    public void No_body_makes_it_throw() =>
        Gen.OneOf(Gen.Byte.Array[0, 200], Text.Select(one => Encoding.UTF8.GetBytes($$"""{"ok":true,"rsn":{{one}}}""")), Text.Select(Encoding.UTF8.GetBytes))
            .Sample(bytes => AnswerReader.ParseBody(bytes) is not null, iter: 20_000);

    [Fact]
    public void A_token_is_always_fit_for_a_header() =>
        Gen.OneOf(Text, Text.Select(one => "A1." + one)).Sample(
            text =>
            {
                if (!AnswerReader.IsToken(text, 'A'))
                {
                    return true;
                }

                using var request = new HttpRequestMessage();
                request.Headers.Authorization = new("Bearer", text);
                return request.Headers.Authorization.ToString() == "Bearer " + text;
            },
            iter: 20_000);

    [Fact]
    public async Task No_refresh_answer_makes_it_throw_or_takes_the_token_away()
    {
        var rig = await Rig.SignedInAsync();
        await Gen.Select(Gen.Int[200, 599], Gen.OneOf(Gen.Byte.Array[0, 60], Text.Select(Encoding.UTF8.GetBytes)), Text).SampleAsync(
            async (status, body, header) =>
            {
                rig.Server.OnRefresh = _ =>
                {
                    var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
                    answer.Content.Headers.ContentType = new("application/json");
                    answer.Headers.TryAddWithoutValidation("WWW-Authenticate", "Bearer " + header.ReplaceLineEndings(""));
                    answer.Headers.TryAddWithoutValidation("Retry-After", header.ReplaceLineEndings(""));
                    return Task.FromResult(answer);
                };
                bool refused = !(await rig.Client.RefreshAsync()).Succeeded;
                return refused && (await rig.Client.GetTokensAsync()) == Rig.Tokens();
            },
            iter: 2_000,
            threads: 1);
    }

    [Fact]
    public async Task A_sign_in_is_read_from_the_body_and_from_cookies()
    {
        var before = Rig.Tokens(refresh: true) with { Session = "S1.same" };
        using var cookies = ScriptedServer.Json(200, """{"sid":"S1.same"}""");
        cookies.Headers.TryAddWithoutValidation("Set-Cookie", "__Host-atk=A1.cookie; path=/; secure; httponly");
        cookies.Headers.TryAddWithoutValidation("Set-Cookie", "did=6f1c2f5e-0000-4000-8000-00000000000a; path=/");
        using var body = ScriptedServer.Json(200, """{"atk":"A1.body","rtk":"R1.body","sid":"S1.other","csrf":"x"}""");
        using var none = ScriptedServer.Json(200, """{"ok":true}""");

        (await SignInReader.ReadAsync(cookies, before, default)).ShouldBe(new SessionTokens("6f1c2f5e-0000-4000-8000-00000000000a")
        {
            AccessToken = "A1.cookie",
            RefreshToken = before.RefreshToken,
            Session = "S1.same",
        });
        (await SignInReader.ReadAsync(body, before, default)).ShouldBe(
            new SessionTokens(before.DeviceId) { AccessToken = "A1.body", RefreshToken = "R1.body", Session = "S1.other" });
        (await SignInReader.ReadAsync(none, before, default)).ShouldBeNull();
    }
}
