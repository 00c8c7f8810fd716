using System.Security.Cryptography.X509Certificates;

namespace CbmExchange.Web.SignIn;

/// <summary>Who is signed in at the duty desk; kept by Node, which alone knows its officers.</summary>
public interface IDeskSessions
{
    /// <summary>Label of the officer whom a link would sign in, without using it up; null: too late.</summary>
    string? OfferOf(string link);

    /// <summary>Uses a link up: the secret of a new session; null: it was good no longer.</summary>
    string? Redeem(string link);

    /// <summary>Label of the officer to whom a certificate belongs that a browser showed; null: to none.</summary>
    string? OfferOf(X509Certificate2 certificate);

    /// <summary>
    /// The secret of a new session, which lasts only where the same certificate is shown; null: it is no officer's.
    /// </summary>
    string? SignIn(X509Certificate2 certificate);

    /// <summary>The session of a secret; null: it ended, or its officer has no seat any more.</summary>
    /// <param name="secret">As the cookie holds it.</param>
    /// <param name="shown">Certificate that the browser showed; null: none.</param>
    DeskSession? Find(string secret, X509Certificate2? shown);

    /// <summary>Ends a session.</summary>
    void End(string secret);
}
