using System.Buffers;
using Sessvm.Fingerprints;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.Tests.Fingerprints;

public sealed class TlsVectorTests
{
    public static TheoryData<string> Names => [.. TlsVectors.Hellos.Select(hello => hello.Name)];

    public static TheoryData<string> Tolds => [.. TlsVectors.Tolds.Select(told => told.Text)];

    public static TheoryData<string> NotTold => [.. TlsVectors.NotTold];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hello_has_the_fingerprints_that_the_vector_says(string name)
    {
        TlsVectors.Hello hello = TlsVectors.Of(name);

        TlsFingerprint.Read(new ReadOnlySequence<byte>(hello.Bytes))
            .ShouldBe(new TlsFingerprint(hello.Ja4, hello.Ja3, hello.Ja3Text, hello.Comparable));
    }

    [Fact]
    public void All_hellos_of_one_client_compare_as_the_same_and_those_of_two_do_not()
    {
        var clients = TlsVectors.Hellos.Where(hello => hello.Client is not null).GroupBy(hello => hello.Client);

        clients.ShouldAllBe(hellos => hellos.Select(hello => hello.Comparable).Distinct().Count() == 1);
        clients.Select(hellos => hellos.First().Comparable).ShouldBeUnique();
        TlsVectors.Hellos.Where(hello => hello.Client == "chromium156").Select(hello => hello.Ja4).Distinct().Count().ShouldBeGreaterThan(2);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_raw_form_of_JA4_from_a_proxy_compares_as_the_hello_itself(string name) =>
        TlsFingerprint.ComparableOf(TlsVectors.Of(name).Ja4Raw).ShouldBe(TlsVectors.Of(name).Comparable);

    [Theory]
    [MemberData(nameof(Tolds))]
    public void What_a_proxy_tells_is_reduced_to_the_form_that_the_vector_says(string told)
    {
        string? comparable = TlsFingerprint.ComparableOf(told);

        comparable.ShouldBe(TlsVectors.Tolds.Single(one => one.Text == told).Comparable);
        comparable!.Length.ShouldBeLessThanOrEqualTo(TlsFingerprint.MaxComparable);
    }

    [Theory]
    [MemberData(nameof(NotTold))]
    public void What_is_no_fingerprint_is_unknown(string told) => TlsFingerprint.ComparableOf(told).ShouldBeNull();

    [Fact]
    public void A_JA3_that_is_not_hashed_compares_as_the_same_however_it_was_shuffled() =>
        TlsVectors.Hellos.Where(hello => hello.Client == "chromium156").Select(hello => TlsFingerprint.ComparableOf(hello.Ja3Text)).Distinct()
            .ShouldHaveSingleItem().ShouldNotBeNull();

    [Fact]
    public void A_text_without_end_is_not_read() => TlsFingerprint.ComparableOf("771," + new string('1', 5000) + ",,,").ShouldBeNull();

    [Fact]
    public void Only_the_sixteen_values_of_RFC_8701_are_GREASE() =>
        Enumerable.Range(0, 65536).Where(value => TlsExtension.IsGrease((ushort)value)).Select(value => value.ToString("x4", null))
            .ShouldBe("0a0a,1a1a,2a2a,3a3a,4a4a,5a5a,6a6a,7a7a,8a8a,9a9a,aaaa,baba,caca,dada,eaea,fafa".Split(','));
}
