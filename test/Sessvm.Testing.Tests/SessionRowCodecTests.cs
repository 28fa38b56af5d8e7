using System.Text;
using CsCheck;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Testing.Tests;

public sealed class SessionRowCodecTests
{
    [Fact]
    public void A_typical_row_is_small()
    {
        SessionRow row = SampleRows.Exchanged(SampleRows.Typical("0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"));
        SessionRowCodec.Encode(row).Length.ShouldBe(127);
    }

    [Fact]
    public void TLS_in_both_places_adds_35_bytes_to_a_row()
    {
        const string Tls = "h131514_8daaf6152771_5b37b36a67c0";
        SessionRow row = SampleRows.Exchanged(SampleRows.Typical("0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"));
        row = row with { Holder = row.Holder with { Tls = Tls }, Fingerprint = row.Fingerprint with { Tls = Tls } };
        SessionRowCodec.Encode(row).Length.ShouldBe(127 + 35);
    }

    [Fact]
    public void An_autonomous_system_and_a_class_of_device_add_at_most_7_bytes()
    {
        SessionRow row = SampleRows.Exchanged(SampleRows.Typical("0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"));
        Fingerprint known = row.Fingerprint with { AutonomousSystem = 64500, Device = DeviceClass.Phone };
        SessionRowCodec.Encode(row with { Fingerprint = known }).Length.ShouldBe(127 + 5);
        SessionRowCodec.Encode(row with { Fingerprint = known with { AutonomousSystem = uint.MaxValue } }).Length.ShouldBe(127 + 7);
        SessionRowCodec.Encode(row with { Fingerprint = known with { AutonomousSystem = null } }).Length.ShouldBe(127 + 2);
    }

    [Fact]
    public void Who_is_asking_takes_at_most_200_bytes_of_a_row()
    {
        SessionRow row = SampleRows.Exchanged(SampleRows.Typical("0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"));
        SessionRow nobody = row with { Holder = Holder.Of(Fingerprint.Unknown), Fingerprint = Fingerprint.Unknown, Habits = Habits.None };
        var known = new Fingerprint(new Agent("Chrome", 155, "Windows"), "en-GB", "2001:db8:ffff:ffff::/64", "h131514_8daaf6152771_5b37b36a67c0")
        {
            AutonomousSystem = uint.MaxValue,
            Custom = uint.MaxValue,
            Device = DeviceClass.Desktop,
        };
        SessionRow everything = row with { Holder = Holder.Of(known), Fingerprint = known, Habits = Habits.Of(new byte[106]) }; // as much as the adaptive policy writes

        (SessionRowCodec.Encode(everything).Length - SessionRowCodec.Encode(nobody).Length).ShouldBeLessThanOrEqualTo(200);
    }

    [Theory]
    [InlineData("0x93a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")]
    [InlineData("+193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")]
    [InlineData("0193A1B2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")]
    [InlineData("0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")]
    public void A_subject_that_the_platform_takes_for_a_uuid_comes_back_as_it_was(string subject)
    {
        SessionRow row = SampleRows.Typical(subject);
        byte[] body = SessionRowCodec.Encode(row);
        SessionRowCodec.Decode(row.Id, body, SessionRowColumns.Of(row)).Subject.ShouldBe(subject);
        SessionRowCodec.IsOf(row.Id, body, subject).ShouldBeTrue();
        SessionRowCodec.IsOf(row.Id, body, Guid.Parse(subject).ToString()).ShouldBe(subject == Guid.Parse(subject).ToString());
    }

    [Fact]
    public void Any_row_comes_back_as_it_was() => RowArbitrary.Rows.Sample(static row =>
    {
        byte[] body = SessionRowCodec.Encode(row);
        SessionRow read = SessionRowCodec.Decode(row.Id, body, SessionRowColumns.Of(row));
        return RowText.Of(read) == RowText.Of(row)
            && SessionRowCodec.Encode(read).AsSpan().SequenceEqual(body)
            && SessionRowCodec.IsOf(row.Id, body, row.Subject)
            && !SessionRowCodec.IsOf(row.Id, body, row.Subject + "x")
            && SessionRowCodec.LapsesAt(row.Id, body, SessionRowColumns.Of(row)) == row.LapsesAt.ToUnixTimeMilliseconds();
    }, iter: 2_000);

    [Fact]
    public void A_new_row_looks_at_those_of_its_subject_that_it_may_replace_and_with_a_limit_at_all_of_them() => RowArbitrary.Rows.Sample(static row =>
    {
        byte[] body = SessionRowCodec.Encode(row);
        var other = row.Device with { Value = ~row.Device.Value };
        return Concerns(row.Subject, null, other, row.Device)
            && !Concerns(row.Subject, null, other)
            && !Concerns(row.Subject, null)
            && Concerns(row.Subject, 3, other)
            && !Concerns(row.Subject + "x", 3, row.Device);

        bool Concerns(string subject, int? limit, params KeyedHash[] replaced) =>
            SessionRowCodec.Concerns(row.Id, body, subject, new AddTerms(limit, WhenFull.EvictOldest, replaced));
    }, iter: 2_000);

    [Fact]
    public void Arbitrary_bytes_are_refused_or_are_the_one_form_of_a_row() => Gen.Byte.Array[0, 300].Sample(static bytes =>
    {
        if (bytes.Length > 0 && bytes[0] % 2 == 0)
        {
            bytes[0] = 1;
        }

        return IsRefusedOrCanonical(SessionId.Create("u"), bytes, default);
    }, iter: 20_000);

    [Fact]
    public void A_damaged_body_is_refused_or_is_the_one_form_of_another_row() =>
        Gen.Select(RowArbitrary.Rows, Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Int[0, 2]).Sample(static (row, place, value, how) =>
        {
            byte[] body = SessionRowCodec.Encode(row);
            place %= body.Length;
            byte[] damaged = how switch
            {
                0 => body[..place],
                1 => [.. body[..place], value, .. body[place..]],
                _ => [.. body[..place], value, .. body[(place + 1)..]],
            };
            return IsRefusedOrCanonical(row.Id, damaged, SessionRowColumns.Of(row));
        }, iter: 20_000);

    [Fact]
    public void Arbitrary_columns_are_refused_or_read() =>
        Gen.Select(Gen.Long, Gen.UInt, Gen.Long, Gen.Long, Gen.Byte, Gen.Long).Sample(static (version, generation, last, seen, reason, ended) =>
        {
            SessionRow row = SampleRows.Typical();
            var columns = new SessionRowColumns(version, generation, last, seen, reason, ended);
            return IsRefusedOrCanonical(row.Id, SessionRowCodec.Encode(row), columns);
        });

    [Fact]
    public void A_newer_format_asks_for_an_upgrade()
    {
        SessionRow row = SampleRows.Typical();
        byte[] body = SessionRowCodec.Encode(row);
        body[0] = 2;
        Should.Throw<SessionStoreException>(() => SessionRowCodec.Decode(row.Id, body, SessionRowColumns.Of(row)))
            .Message.ShouldContain("Upgrade this node");
    }

    [Fact]
    public void A_row_that_breaks_its_bounds_is_the_caller_s_mistake()
    {
        SessionRow row = SampleRows.Typical();
        SessionRow[] wrong =
        [
            row with { Subject = "" },
            row with { Subject = "\ud800" },
            row with { DeviceKey = new byte[31] },
            row with { IdleTimeout = TimeSpan.FromSeconds(-1) },
            row with { IdleTimeout = TimeSpan.MaxValue },
            row with { Deadline = DateTimeOffset.MaxValue },
            row with { CreatedAt = row.CreatedAt.AddTicks(1) },
            row with { Access = row.Access with { Lifetime = TimeSpan.FromMilliseconds(1500) } },
            row with { Scopes = [.. Enumerable.Range(0, 33).Select(static number => $"s{number}")] },
            row with { Tickets = [.. Enumerable.Range(0, 17).Select(_ => new RedeemedTicket(1, row.CreatedAt))] },
            row with { Data = [new SessionDatum("big", Encoding.ASCII.GetBytes(new string('1', 20_000)))] },
        ];
        foreach (SessionRow one in wrong)
        {
            Should.Throw<ArgumentException>(() => SessionRowCodec.Encode(one));
        }
    }

    [Fact]
    public void The_columns_merge_and_mark_as_the_row_does() =>
        Gen.Select(RowArbitrary.Rows, RowArbitrary.Rows, Gen.UInt[0, 3], Gen.Long[0, 5_000], Gen.Bool, Gen.Bool).Sample(static (row, other, generation, at, sees, uses) =>
        {
            SessionRow stored = row with { Access = row.Access with { Generation = generation / 2 } };
            SessionRow next = other with { Access = other.Access with { Generation = generation } };
            DateTimeOffset instant = SampleRows.Start.AddMilliseconds(at);
            var mark = new SessionMark(row.Id, 1, sees ? instant : null, uses ? instant : null);
            return SessionRowColumns.Of(next).Over(SessionRowColumns.Of(stored)) == SessionRowColumns.Of(SessionMark.Merge(next, stored))
                && SessionRowColumns.Of(stored).With(mark) == SessionRowColumns.Of(mark.ApplyTo(stored));
        });

    private static bool IsRefusedOrCanonical(SessionId id, byte[] body, SessionRowColumns columns)
    {
        try
        {
            SessionRow row = SessionRowCodec.Decode(id, body, columns);
            _ = row.LapsesAt;
            _ = row.Access.ExpiresAt;
            return SessionRowCodec.Encode(row).AsSpan().SequenceEqual(body);
        }
        catch (SessionStoreException)
        {
            return true;
        }
    }
}
