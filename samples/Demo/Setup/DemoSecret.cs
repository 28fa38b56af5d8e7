using System.Security.Cryptography;

namespace Sessvm.Demo.Setup;

/// <summary>A secret for development: made once, kept in a file that only its owner reads, and loudly warned of.</summary>
internal static class DemoSecret
{
    private const string File = "sessvm-demo.secret";

    /// <summary>Puts the development secret into the configuration where no other is set.</summary>
    /// <returns>The file it came from; <see langword="null"/> where the configuration has keys of its own.</returns>
    public static string? AddTo(IConfigurationManager configuration, string directory)
    {
        if (configuration["Sessvm:Secret"] is not null || configuration.GetSection("Sessvm:Keys").GetChildren().Any())
        {
            return null;
        }

        string path = Path.Combine(directory, File);
        configuration.AddInMemoryCollection([new("Sessvm:Secret", ReadOrMake(path))]);
        return path;
    }

    private static string ReadOrMake(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var stream = new FileStream(path, options);
            string secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
            using var writer = new StreamWriter(stream);
            writer.Write(secret);
            return secret;
        }
        catch (IOException) when (System.IO.File.Exists(path))
        {
            return System.IO.File.ReadAllText(path).Trim();
        }
    }
}
