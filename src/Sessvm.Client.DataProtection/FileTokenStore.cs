using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sessvm.Client;

/// <summary>
/// Keeps tokens in a file that Data Protection encrypts and only its owner may read. Processes of one user may share it:
/// one exchanges at a time, and the others take what it brought.
/// </summary>
/// <remarks>
/// Encryption is as good as the place of its keys: on Windows they are bound to the user; elsewhere they lie in a directory of their
/// own, so that a copy of the token file alone tells nothing, and the owner's whole home tells all.
/// </remarks>
public sealed class FileTokenStore : ITokenStore
{
    private const string Purpose = "Sessvm.Client.FileTokenStore.v1";

    // Each process reads the keys once: a new one, made by another meanwhile, would make the file unreadable to it.
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(36500);

    private readonly string _path;
    private readonly IDataProtector _protector;
    private readonly FileLock _lock;
    private readonly ILogger _logger;

    /// <summary>Opens a store; the file need not exist yet.</summary>
    /// <param name="path">The file. Its directory is made where it is missing. Beside it stands <c>.lock</c>, which stays.</param>
    /// <param name="protection">Encrypts. <see cref="Open"/> brings one of its own.</param>
    /// <param name="timeProvider">Measures the waits for the lock. Default: the system's.</param>
    /// <param name="logger">Hears of a file that cannot be read.</param>
    public FileTokenStore(string path, IDataProtectionProvider protection, TimeProvider? timeProvider = null, ILogger<FileTokenStore>? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(protection);
        _path = Path.GetFullPath(path);
        _protector = protection.CreateProtector(Purpose);
        _lock = new FileLock(_path + ".lock", timeProvider ?? TimeProvider.System);
        _logger = logger ?? (ILogger)NullLogger.Instance;
    }

    /// <summary>Opens a store whose keys lie in a directory <c>keys</c> beside the file.</summary>
    /// <param name="path">The file, such as <c>~/.config/my-app/session</c> with the home written out.</param>
    public static FileTokenStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string keys = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "keys");
        PrivateFile.MakeDirectory(keys);
        return new FileTokenStore(path, Protection(keys));
    }

    /// <inheritdoc/>
    /// <remarks>A file that is not ours, was cut short, or whose key is gone reads as none, with a warning in the log: sign in again.</remarks>
    public async ValueTask<SessionTokens?> ReadAsync(CancellationToken cancellationToken = default)
    {
        byte[] kept;
        try
        {
            kept = await File.ReadAllBytesAsync(_path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        byte[]? plain = null;
        try
        {
            plain = _protector.Unprotect(kept);
            if (TokenFile.Read(plain) is { } tokens)
            {
                return tokens;
            }

            Log.Unreadable(_logger, null);
        }
        catch (CryptographicException failure)
        {
            Log.Unreadable(_logger, failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(SessionTokens tokens, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        byte[] plain = TokenFile.Write(tokens);
        try
        {
            await PrivateFile.ReplaceAsync(_path, _protector.Protect(plain), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IAsyncDisposable> LockAsync(CancellationToken cancellationToken = default) => _lock.EnterAsync(cancellationToken);

    // It lives as long as the store, which lives as long as the program.
    private static IDataProtectionProvider Protection(string keys)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName(Purpose).SetDefaultKeyLifetime(KeyLifetime).PersistKeysToFileSystem(new DirectoryInfo(keys));
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>();
    }
}
