using Sessvm.Revocation;
using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>What a reading of the feed gave.</summary>
/// <param name="Server">Who answered: run id and replication id.</param>
/// <param name="Newest">The last place of the stream.</param>
/// <param name="Last">The last place that was read.</param>
/// <param name="Notices">The notices.</param>
internal sealed record FeedPage(string Server, FeedPlace Newest, FeedPlace Last, IReadOnlyList<RevocationNotice> Notices)
{
    internal static FeedPage Of(FeedPlace after, RedisValue[] answer)
    {
        var notices = new List<RevocationNotice>((answer.Length - 2) / 2);
        var last = after;
        for (int i = 2; i < answer.Length; i += 2)
        {
            last = Place(answer[i]);
            notices.Add(RevocationNoticeCodec.Decode(((ReadOnlyMemory<byte>)answer[i + 1]).Span));
        }

        return new FeedPage(answer[0].ToString(), Place(answer[1]), last, notices);
    }

    private static FeedPlace Place(RedisValue text) => FeedPlace.TryParse(text.ToString(), out var place) ? place : default;
}
