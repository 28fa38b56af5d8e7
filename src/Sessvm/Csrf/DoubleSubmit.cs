using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sessvm.Csrf;

/// <summary>Checks the CSRF cookie against the header (or form field). <c>csi</c> of the short names.</summary>
public static class DoubleSubmit
{
    /// <summary>Whether both are there and equal, compared in constant time (R10).</summary>
    /// <param name="cookie">The cookie's value; <see langword="null"/> or empty where there is none.</param>
    /// <param name="header">The header's or form field's value; <see langword="null"/> or empty where there is none.</param>
    /// <returns><see cref="SessionReason.None"/>, or which of the two is missing, or that they differ.</returns>
    public static SessionReason Check(string? cookie, string? header)
    {
        if (string.IsNullOrEmpty(cookie))
        {
            return SessionReason.MissingCsrfCookie;
        }

        if (string.IsNullOrEmpty(header))
        {
            return SessionReason.MissingCsrfHeader;
        }

        return CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(cookie.AsSpan()), MemoryMarshal.AsBytes(header.AsSpan()))
            ? SessionReason.None
            : SessionReason.CsrfMismatch;
    }
}
