using Sessvm.Tokens;

namespace Sessvm.Tests.Tokens;

public sealed class SessionIdVectorTests
{
    private static readonly Session[] Sessions = VectorFile.Tokens.All<Session>("sessions");
    private static readonly Wrong[] Wrongs = VectorFile.Tokens.All<Wrong>("notSessions");

    public static TheoryData<int, string> Rows => VectorFile.Rows(Sessions, row => row.Handle);

    public static TheoryData<int, string> WrongRows => VectorFile.Rows(Wrongs, row => row.Name);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_handle_names_the_session_that_the_vector_says(int row, string handle)
    {
        Session session = Sessions[row];
        SessionId id = VectorFile.Id(handle);

        Convert.ToHexStringLower(id.ToByteArray()).ShouldBe(session.Hex);
        id.ToString().ShouldBe(handle);
        id.Shard.ShouldBe(session.Shard);
        SessionId.ShardOf(session.Subject).ShouldBe(session.Shard);
    }

    [Theory]
    [MemberData(nameof(WrongRows))]
    public void What_is_no_handle_is_refused_and_does_not_throw(int row, string name) =>
        SessionId.TryParse(Wrongs[row].Text, out _).ShouldBeFalse(name);

    private sealed record Session(string Subject, string Handle, string Hex, ushort Shard);

    private sealed record Wrong(string Name, string Text);
}
