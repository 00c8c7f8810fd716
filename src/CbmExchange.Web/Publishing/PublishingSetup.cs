using CbmExchange.Web.Publishing.Forms;
using CbmExchange.Web.SignIn;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Web.Publishing;

/// <summary>How this folder is put into the duty desk.</summary>
internal static class PublishingSetup
{
    /// <summary>Adds its parts.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<FormLists>().AddScoped<FormUploads>().AddScoped<FormPointers>();
        services.Configure<FormOptions>(FormLimits.Set);
    }
}
