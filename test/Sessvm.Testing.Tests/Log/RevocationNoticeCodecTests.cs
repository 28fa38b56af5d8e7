using CsCheck;
using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Testing.Tests;

public sealed class RevocationNoticeCodecTests
{
    private static readonly Gen<DateTimeOffset> Instants =
        Gen.Long[DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    /// <summary>Whatever the type can hold, sense or not.</summary>
    private static readonly Gen<RevocationNotice> Anything =
        from session in Gen.Byte.Array[SessionId.Size]
        from below in Gen.OneOf(Gen.UInt, Gen.Const(RevocationNotice.Everything), Gen.Const(0u))
        from at in Gen.OneOf(Instants, Gen.Const(DateTimeOffset.MinValue), Gen.Const(DateTimeOffset.MaxValue))
        from reason in Gen.OneOf(Gen.Enum<EndReason>(), Gen.Const((EndReason)0), Gen.Int[-1, 300].Select(static number => (EndReason)number))
            .Select(static reason => reason == 0 ? default(EndReason?) : reason)
        from held in Gen.Bool
        select new RevocationNotice(SessionId.Read(session), below, at, reason) { IsHold = held };

    private static readonly Gen<RevocationNotice> Sensible = Anything.Select(static notice => notice with
    {
        At = DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(notice.At.ToUnixTimeMilliseconds(), 221_845_392_000_000)),
        Reason = !notice.IsEnd ? null : notice.Reason is { } reason && Enum.IsDefined(reason) ? reason : EndReason.Administrative,
        IsHold = notice is { IsHold: true, IsEnd: false },
    });

    [Fact]
    public void Any_notice_comes_back_as_it_was() => Sensible.Sample(static notice =>
    {
        byte[] bytes = RevocationNoticeCodec.Encode(notice);
        return bytes.Length == RevocationNoticeCodec.Size && RevocationNoticeCodec.Decode(bytes) == notice;
    });

    [Fact]
    public void What_makes_no_sense_is_written_so_that_it_can_be_read_and_refuses_the_same() => Anything.Sample(static notice =>
    {
        RevocationNotice read = RevocationNoticeCodec.Decode(RevocationNoticeCodec.Encode(notice));
        return read.Session == notice.Session
            && read.RefuseBelow == notice.RefuseBelow
            && read.IsEnd == notice.IsEnd
            && read.IsEnd == read.Reason.HasValue
            && read.IsHold == (notice.IsHold && !notice.IsEnd);
    });

    [Fact]
    public void Arbitrary_bytes_are_refused_or_are_the_one_form_of_a_notice() =>
        Gen.OneOf(Gen.Byte.Array[RevocationNoticeCodec.Size], Gen.Byte.Array[0, 80]).Sample(static bytes =>
        {
            if (bytes.Length > 23)
            {
                (bytes[0], bytes[23]) = (1, (byte)(bytes[23] % 3)); // else hardly one comes as far as the reason
            }

            return IsRefusedOrCanonical(bytes);
        }, iter: 50_000);

    [Fact]
    public void A_damaged_notice_is_refused_or_is_the_one_form_of_another() =>
        Gen.Select(Sensible, Gen.Int[0, RevocationNoticeCodec.Size - 1], Gen.Byte, Gen.Int[0, 2]).Sample(static (notice, place, value, how) =>
        {
            byte[] bytes = RevocationNoticeCodec.Encode(notice);
            return IsRefusedOrCanonical(how switch
            {
                0 => bytes[..place],
                1 => [.. bytes[..place], value, .. bytes[place..]],
                _ => [.. bytes[..place], value, .. bytes[(place + 1)..]],
            });
        }, iter: 20_000);

    [Fact]
    public void The_format_is_as_it_stands_beside_the_codec()
    {
        var session = SessionId.Read(Enumerable.Range(1, 18).Select(static number => (byte)number).ToArray());
        var at = DateTimeOffset.FromUnixTimeMilliseconds(0x0102030405);
        var renewal = new RevocationNotice(session, 7, at, null);
        const string Head = "01" + "0102030405060708090A0B0C0D0E0F101112";
        Hex(renewal).ShouldBe(Head + "00000007" + "0000000102030405" + "00" + "00");
        Hex(renewal with { IsHold = true }).ShouldBe(Head + "00000007" + "0000000102030405" + "00" + "01");
        Hex(renewal with { RefuseBelow = RevocationNotice.Everything, Reason = EndReason.Rejected })
            .ShouldBe(Head + "FFFFFFFF" + "0000000102030405" + "0A" + "00");
    }

    [Fact]
    public void A_newer_format_asks_for_an_upgrade()
    {
        byte[] bytes = RevocationNoticeCodec.Encode(new RevocationNotice(SessionId.Create("u"), 1, SampleRows.Start, null));
        bytes[0] = 2;
        Should.Throw<SessionStoreException>(() => RevocationNoticeCodec.Decode(bytes)).Message.ShouldContain("upgrade this node");
    }

    private static string Hex(RevocationNotice notice) => Convert.ToHexString(RevocationNoticeCodec.Encode(notice));

    private static bool IsRefusedOrCanonical(byte[] bytes)
    {
        try
        {
            return RevocationNoticeCodec.Encode(RevocationNoticeCodec.Decode(bytes)).AsSpan().SequenceEqual(bytes);
        }
        catch (SessionStoreException)
        {
            return true;
        }
    }
}
