using CbmExchange.Web.Contacts;
using CbmExchange.Web.DutyDesk;
using CbmExchange.Web.Exercises;
using CbmExchange.Web.Layout;
using CbmExchange.Web.Library;
using CbmExchange.Web.Messages;
using CbmExchange.Web.Overview;
using CbmExchange.Web.Peers;
using CbmExchange.Web.Publishing;
using CbmExchange.Web.Shared;
using CbmExchange.Web.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Web;

/// <summary>How the duty desk is put into a host. The host gives <see cref="IDeskSessions"/> and a listener.</summary>
public static class WebSetup
{
    /// <summary>Adds its parts.</summary>
    public static IServiceCollection AddDutyDesk(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddLocalization();
        // Forms are good for as long as the process, as sessions are: nothing is kept on the disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "__Host-cbm-form";
            options.Cookie.HttpOnly = true;
            options.Cookie.Path = "/";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            options.FormFieldName = "form";
            options.SuppressXFrameOptionsHeader = true;
        });
        PublishingSetup.Add(services);
        return services.AddScoped<DeskClients>().AddScoped<CodeLabels>().AddScoped<ContentLabels>().AddScoped<DeskGate>();
    }

    /// <summary>What each request goes through before a page: headers, language, session, form token.</summary>
    public static void UseDutyDesk(this IApplicationBuilder app)
    {
        app.Use(DeskHeaders.AddAsync);
        app.Use(DeskAssets.AnswerAsync);
        app.Use((context, next) => context.RequestServices.GetRequiredService<DeskGate>().PassAsync(context, next));
        app.Use((context, next) => FormLimits.PassAsync(
            context, next, context.RequestServices.GetRequiredService<DeskClients>().IsSignedIn));
        app.UseAntiforgery();
    }

    /// <summary>Maps the pages.</summary>
    /// <param name="endpoints">Where to.</param>
    /// <param name="listener">What the host puts on each of them, so that they exist on its listener only.</param>
    public static void MapDutyDesk(this IEndpointRouteBuilder endpoints, object listener)
    {
        endpoints.MapRazorComponents<App>().WithMetadata(listener);
        endpoints.MapGet("/peers/descriptor", DescriptorFile.GetAsync).WithMetadata(listener);
        endpoints.MapGet("/live", LiveNews.StreamAsync).WithMetadata(listener);
        endpoints.MapGet("/library/{id}/files/{sha256}", FileDownload.SendAsync).WithMetadata(listener);
        endpoints.MapGet("/library/{id}/profile.txt", ProfileText.SendAsync).WithMetadata(listener);
        endpoints.MapPost("/digest/file", DigestFile.SendAsync).WithMetadata(listener);
        endpoints.MapPost("/directory/file", DirectoryFile.SendAsync).WithMetadata(listener);
        endpoints.MapPost("/exercises/file", ExerciseFile.SendAsync).WithMetadata(listener);
        endpoints.MapPost("/matrix/file", MatrixFile.SendAsync).WithMetadata(listener);
        endpoints.MapPost("/language", LayoutActions.ChooseLanguageAsync).WithMetadata(listener);
        endpoints.MapPost("/sign-out", LayoutActions.SignOutAsync).WithMetadata(listener);
    }
}
