using Microsoft.AspNetCore.Authentication;

namespace Sessvm.AspNetCore;

/// <summary>What a sign-in may ask for beyond the framework's own properties.</summary>
public static class SessvmPropertiesExtensions
{
    private const string RefreshToken = ".sessvm.refresh";

    extension(AuthenticationProperties properties)
    {
        /// <summary>Whether a refresh token is handed out too: for native and server clients only, never for a browser.</summary>
        public bool WantsRefreshToken
        {
            get => properties.GetParameter<bool?>(RefreshToken) ?? false;
            set => properties.SetParameter<bool?>(RefreshToken, value);
        }
    }
}
