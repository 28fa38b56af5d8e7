namespace Sessvm.MaxMind.Tests;

/// <summary>A database in a directory that is gone after the test.</summary>
internal sealed class DatabaseFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessvm-");

    public DatabaseFile(byte[] content) => Replace(content, 0);

    public string Path => System.IO.Path.Combine(_directory.FullName, "asn.mmdb");

    /// <summary>Puts another file in its place, as a good updater does: by a rename.</summary>
    public void Replace(byte[] content, int minute)
    {
        string fresh = Path + ".new";
        File.WriteAllBytes(fresh, content);
        File.SetLastWriteTimeUtc(fresh, new DateTime(2026, 1, 1, 0, minute, 0, DateTimeKind.Utc));
        File.Move(fresh, Path, overwrite: true);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
