using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Domain;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Doors.InProcess;
using CbmExchange.Node.Officers;
using CbmExchange.Node.Participants;
using CbmExchange.Web.SignIn;

namespace CbmExchange.Node.DutyDesk;

/// <summary>
/// Who is signed in at the duty desk, in memory, so that signed-in officers go on looking up while PostgreSQL is down
/// (design D3). A session acts with the certificate of its officer: the door asks at each call whether that is still in
/// force and its officer still has a seat. Only hashes of secrets are kept. A restart ends all of it.
/// </summary>
internal sealed class DeskSessions(
    OfficerTable officers, NodeIdentity self, ParticipantTable participants, InProcessServices services,
    DoorInterceptor door, IServiceProvider provider, TimeProvider time) : IDeskSessions
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Link> links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Session> sessions = new(StringComparer.Ordinal);

    /// <summary>A link for the officer of a certificate: its secret, and until when it is good.</summary>
    public (string Secret, DateTimeOffset Until) MakeLink(X509Certificate2 certificate)
    {
        var (secret, now) = (NewSecret(), time.GetUtcNow());
        var key = CertificateUse.KeySha256(certificate);
        lock (gate)
        {
            Tidy(now);
            MakeRoom(links, link => link.Key == key, link => link.Until, DeskLimits.LinksPerOfficerMax);
            links[HashOf(secret)] = new Link(Copy(certificate), key, now + DeskLimits.LinkMax);
        }

        return (secret, now + DeskLimits.LinkMax);
    }

    /// <inheritdoc/>
    public string? OfferOf(string link)
    {
        lock (gate)
        {
            return links.TryGetValue(HashOf(link), out var found) && time.GetUtcNow() < found.Until
                ? SeatOf(found.Certificate)?.Label
                : null;
        }
    }

    /// <inheritdoc/>
    public string? Redeem(string link)
    {
        lock (gate)
        {
            return links.Remove(HashOf(link), out var found) && time.GetUtcNow() < found.Until
                ? Begin(found.Certificate, isBound: false)
                : null;
        }
    }

    /// <inheritdoc/>
    public string? OfferOf(X509Certificate2 certificate) => SeatOf(certificate)?.Label;

    /// <inheritdoc/>
    public string? SignIn(X509Certificate2 certificate)
    {
        lock (gate)
        {
            return Begin(Copy(certificate), isBound: true);
        }
    }

    /// <inheritdoc/>
    public DeskSession? Find(string secret, X509Certificate2? shown)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (!sessions.TryGetValue(HashOf(secret), out var session) || !session.IsGoodAt(now)
                || (session.IsBound && (shown is null || CertificateUse.KeySha256(shown) != session.Key))
                || SeatOf(session.Certificate) is not { } seat)
            {
                return null;
            }

            session.UsedAt = now;
            return new DeskSession(
                seat.Label, seat.Roles, self.Designator, NameOfSelf(), session.EndsAt,
                new InProcessInvoker(session.Certificate, services, door, provider, time));
        }
    }

    /// <inheritdoc/>
    public void End(string secret)
    {
        lock (gate)
        {
            sessions.Remove(HashOf(secret));
        }
    }

    private string NameOfSelf() =>
        participants.State.Participants.TryGetValue(self.Participant, out var known)
            ? Contacts.AskedState.NameOf(known)
            : self.Designator;

    private OfficerSeat? SeatOf(X509Certificate2 certificate) =>
        CertificateUse.IsOfficer(certificate) && CertificateUse.IsInForce(certificate, time.GetUtcNow())
        && officers.FindByKey(CertificateUse.KeySha256(certificate)) is { Roles.IsEmpty: false } seat
            ? seat
            : null;

    private string? Begin(X509Certificate2 certificate, bool isBound)
    {
        if (SeatOf(certificate) is null)
        {
            return null;
        }

        var (secret, now) = (NewSecret(), time.GetUtcNow());
        var key = CertificateUse.KeySha256(certificate);
        Tidy(now);
        MakeRoom(sessions, session => session.Key == key, session => session.EndsAt, DeskLimits.SessionsPerOfficerMax);
        sessions[HashOf(secret)] = new Session(certificate, key, isBound, now + DeskLimits.SessionMax) { UsedAt = now };
        return secret;
    }

    private void Tidy(DateTimeOffset now)
    {
        foreach (var (key, _) in links.Where(one => one.Value.Until <= now).ToArray())
        {
            links.Remove(key);
        }

        foreach (var (key, _) in sessions.Where(one => !one.Value.IsGoodAt(now)).ToArray())
        {
            sessions.Remove(key);
        }
    }

    private static void MakeRoom<T>(
        Dictionary<string, T> held, Func<T, bool> isOfOfficer, Func<T, DateTimeOffset> age, int max)
    {
        foreach (var (key, _) in held.Where(one => isOfOfficer(one.Value)).OrderByDescending(one => age(one.Value))
            .Skip(max - 1).ToArray())
        {
            held.Remove(key);
        }
    }

    // The connection that showed it takes its own away.
    private static X509Certificate2 Copy(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadCertificate(certificate.RawData);

    private static string NewSecret() =>
        System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(DeskLimits.SecretBytes));

    private static string HashOf(string secret) =>
        Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));

    private sealed record Link(X509Certificate2 Certificate, string Key, DateTimeOffset Until);

    private sealed record Session(X509Certificate2 Certificate, string Key, bool IsBound, DateTimeOffset EndsAt)
    {
        public DateTimeOffset UsedAt { get; set; }

        public bool IsGoodAt(DateTimeOffset now) => now < EndsAt && now < UsedAt + DeskLimits.SessionIdleMax;
    }
}
