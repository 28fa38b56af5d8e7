using System.Runtime.CompilerServices;
using System.Text.Json;
using Sessvm.Csrf;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Corpus;

/// <summary>
/// What comes from outside gets a defined answer, whatever it is: the corpus in <c>test/corpus</c>, and mutations of it.
/// Add to it what a fuzzer or a user finds.
/// </summary>
public sealed class CorpusTests
{
    private const int Mutations = 400;
    private const int Seed = 20_260_301;

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_token_that_was_not_minted_here_is_refused_and_never_throws()
    {
        var keys = new KeyRing([new KeyDefinition(1, Sessions.Bench.Secret)], new KeyScope("tests", "tests", "Sessvm"));
        var codec = new TokenCodec(keys);
        var csrf = new CsrfTokens(keys);
        foreach (string text in Inputs("tokens"))
        {
            codec.ReadAccess(text, Now, out _).ShouldNotBe(TokenStatus.Ok);
            codec.ReadRefresh(text, Now, out _).ShouldNotBe(TokenStatus.Ok);
            codec.ReadTicket(text, Now, out _).ShouldNotBe(TokenStatus.Ok);
            csrf.Verify(text, default, Now).ShouldBeFalse();
            if (SessionId.TryParse(text, out var id))
            {
                id.ToString().ShouldBe(text); // one name has one text
            }
        }
    }

    [Fact]
    public void An_agent_is_always_named_and_its_name_is_short()
    {
        var extractor = new FingerprintExtractor(new FingerprintOptions());
        foreach (string text in Inputs("agents"))
        {
            var agent = extractor.ReadAgent(text);
            agent.Browser.Length.ShouldBeInRange(1, 32);
            agent.System.Length.ShouldBeInRange(1, 32);
            agent.Version.ShouldBeInRange(0, 999_999);
        }
    }

    [Fact]
    public void A_language_is_a_short_tag_or_none()
    {
        var extractor = new FingerprintExtractor(new FingerprintOptions());
        foreach (string text in Inputs("languages"))
        {
            extractor.Extract(new RequestTraits(null, text)).Language?.Length.ShouldBeInRange(1, 16);
        }
    }

    [Fact]
    public void What_a_proxy_tells_of_TLS_is_a_short_form_or_none()
    {
        foreach (string text in Inputs("tls"))
        {
            TlsFingerprint.ComparableOf(text)?.Length.ShouldBeInRange(17, 33);
        }
    }

    [Fact]
    public void Only_the_exact_origin_is_allowed()
    {
        var policy = new OriginPolicy(["https://app.example.com"]);
        foreach (string text in Inputs("origins"))
        {
            policy.Allows(text, "https://self.example").ShouldBe(text is "https://app.example.com" or "https://self.example");
        }
    }

    [Fact]
    public void Bytes_of_a_revocation_log_are_one_notice_in_its_one_form_or_a_store_exception()
    {
        foreach (string text in Inputs("notices"))
        {
            byte[] bytes = [.. text.Select(static letter => (byte)letter)];
            try
            {
                RevocationNoticeCodec.Encode(RevocationNoticeCodec.Decode(bytes)).ShouldBe(bytes);
            }
            catch (SessionStoreException)
            {
                // the defined answer to anything else
            }
        }
    }

    private static IEnumerable<string> Inputs(string name)
    {
        var random = new Random(Seed);
        string[] corpus = JsonSerializer.Deserialize<string[]>(File.ReadAllText(Path.Combine(Folder(), name + ".json")))!;
        foreach (string text in corpus)
        {
            yield return text;
            for (int i = 0; i < Mutations; i++)
            {
                yield return Mutate(random, text, corpus);
            }
        }
    }

    private static string Mutate(Random random, string text, string[] corpus)
    {
        int at = random.Next(text.Length + 1);
        string other = corpus[random.Next(corpus.Length)];
        return random.Next(5) switch
        {
            0 => text[..at],
            1 => text[at..],
            2 => text.Insert(at, ((char)(random.Next(8) == 0 ? 0xD800 : random.Next(0x250))).ToString()),
            3 => string.Concat(text.AsSpan(0, at), other.AsSpan(random.Next(other.Length + 1))),
            _ => at < text.Length ? string.Concat(text.AsSpan(0, at), ((char)(text[at] ^ (1 << random.Next(7)))).ToString(), text.AsSpan(at + 1)) : text + text,
        };
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "corpus"));
}
