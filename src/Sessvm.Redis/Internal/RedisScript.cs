using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>
/// A step that the server does at once. Named by its hash; a server that does not know it (new, restarted, flushed, or
/// promoted) says so without having done anything, and is given the text, which it keeps from then on.
/// </summary>
internal sealed class RedisScript
{
    internal static readonly RedisScript Add = OfRows("add");
    internal static readonly RedisScript Update = new(Read("update"));
    internal static readonly RedisScript End = OfRows("end");
    internal static readonly RedisScript Touch = OfRows("touch");
    internal static readonly RedisScript List = OfRows("list");
    internal static readonly RedisScript Purge = OfRows("purge");
    internal static readonly RedisScript Append = new(Read("append"));
    internal static readonly RedisScript ReadOn = new(Read("read"));
    internal static readonly RedisScript Trim = new(Read("trim"));

    private readonly byte[] _hash;

    private RedisScript(string text)
    {
        Text = text;
#pragma warning disable CA5350 // the server's name for a script is its SHA-1; nothing is protected by it
        _hash = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
        Hash = Convert.ToHexStringLower(_hash);
    }

    internal string Text { get; }

    internal string Hash { get; }

    internal Task<RedisResult> EvaluateAsync(IDatabaseAsync database, RedisKey[] keys, RedisValue[] arguments, bool byText) => byText
        ? database.ExecuteAsync("EVAL", [Text, keys.Length, .. keys, .. arguments], CommandFlags.DemandMaster)
        : database.ScriptEvaluateAsync(_hash, keys, arguments, CommandFlags.DemandMaster);

    private static RedisScript OfRows(string name) => new(Read("row") + Read(name));

    private static string Read(string name)
    {
        using Stream resource = typeof(RedisScript).Assembly.GetManifestResourceStream(name + ".lua")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
