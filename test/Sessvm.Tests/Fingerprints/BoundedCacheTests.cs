using System.Globalization;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.Tests.Fingerprints;

public sealed class BoundedCacheTests
{
    [Fact]
    public void A_flood_of_keys_takes_no_more_than_the_capacity()
    {
        BoundedCache<string, string> cache = new(64);
        for (int i = 0; i < 10_000; i++)
        {
            string key = i.ToString(CultureInfo.InvariantCulture);
            cache.Add(key, key);
        }

        cache.Count.ShouldBe(64);
    }

    [Fact]
    public void The_newest_key_is_always_found()
    {
        BoundedCache<string, string> cache = new(8);
        for (int i = 0; i < 1000; i++)
        {
            string key = i.ToString(CultureInfo.InvariantCulture);
            cache.Add(key, key);
            cache.Find(key).ShouldBeSameAs(key);
        }
    }

    [Fact]
    public void Few_keys_all_stay()
    {
        BoundedCache<string, string> cache = new(1024);
        string[] keys = [.. Enumerable.Range(0, 8).Select(i => $"agent {i}")];
        foreach (string key in keys)
        {
            cache.Add(key, key);
        }

        keys.ShouldAllBe(key => cache.Find(key) == key);
        cache.Find("another").ShouldBeNull();
    }

    [Fact]
    public void Racers_only_ever_find_what_belongs_to_their_key()
    {
        BoundedCache<string, string> cache = new(16);
        string[] keys = [.. Enumerable.Range(0, 100).Select(i => $"agent {i}")];

        Parallel.For(0, 20_000, i =>
        {
            string key = keys[i % keys.Length];
            (cache.Find(key) ?? key).ShouldBe(key);
            cache.Add(key, key);
        });

        cache.Count.ShouldBeLessThanOrEqualTo(16);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(100)]
    public void A_capacity_that_makes_no_sets_is_refused(int capacity) =>
        Should.Throw<ArgumentException>(() => new BoundedCache<string, string>(capacity));
}
