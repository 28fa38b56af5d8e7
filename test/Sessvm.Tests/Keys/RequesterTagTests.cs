using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Tests.Tokens;

namespace Sessvm.Tests.Keys;

public sealed class RequesterTagTests
{
    private readonly KeySet _keys = TokenExamples.Ring().Signing(TokenExamples.Now);

    [Fact]
    public void A_repeat_allocates_nothing()
    {
        var first = new Agent("Firefox", 140, "Linux");
        var again = new Agent(new string(first.Browser), 141, new string(first.System));
        uint tag = _keys.RequesterTag(first);
        long least = long.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            uint repeat = _keys.RequesterTag(again);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            repeat.ShouldBe(tag);
        }

        least.ShouldBe(0);
    }

    [Fact]
    public void Newcomers_push_out_what_is_remembered_and_change_no_tag()
    {
        Agent[] agents = [.. Enumerable.Range(0, 2_000).Select(i => new Agent($"Product{i}", 1, "System")), new Agent(new string('x', 5_000), 1, "é")];
        uint[] tags = [.. agents.Select(_keys.RequesterTag)];

        agents.Select(_keys.RequesterTag).ShouldBe(tags);
        tags.Distinct().Count().ShouldBe(tags.Length);
    }
}
