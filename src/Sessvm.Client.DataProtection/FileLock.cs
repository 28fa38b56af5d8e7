namespace Sessvm.Client;

/// <summary>One at a time, among all processes of the machine. A process that dies gives it up.</summary>
internal sealed class FileLock(string path, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    public async ValueTask<IAsyncDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        PrivateFile.MakeDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                // The file stays: one that is deleted while another waits for it would let two in.
                return PrivateFile.Open(path, FileMode.OpenOrCreate);
            }
            catch (IOException busy) when (IsTaken(busy))
            {
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows; EAGAIN, by its number on Linux and on macOS.
    private static bool IsTaken(IOException failure) => OperatingSystem.IsWindows()
        ? (failure.HResult & 0xFFFF) is 32 or 33
        : failure.HResult is 11 or 35;
}
